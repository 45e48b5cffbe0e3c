"""Zones made from files, and the layer that residents choose from."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from portal.core import audit, languages, tenancy
from portal.core.database import after_commit, db, transactional
from portal.core.errors import Refused
from portal.territory import geometry, queries, rules
from portal.territory.models import Zone, ZoneLayer
from portal.territory.rules import ZoneDraft, ZoneReport

SUBJECT = "zone_layer"


class WrongFile(Refused):
    """A file from which no zone could be made, with the reason."""


@transactional
def import_zones(
    content: bytes,
    *,
    layer: str,
    key: str | None = None,
    label: str | None = None,
    inhabitants: str | None = None,
    actor_id: int | None = None,
) -> ZoneReport:
    """Make zones of a layer from a GeoJSON FeatureCollection; repeating it changes only what changed in the file.

    `key`, `label` and `inhabitants` name properties; without them, what such things are usually called. Zones that are not
    in the file stay. Raises WrongFile.
    """
    features = _features(content)
    report = ZoneReport(read=len(features))
    row = _layer(layer)
    drafts = list(_drafts(features, _names(features, key, label, inhabitants), report))
    _keep(row, drafts, report)
    counts = {"added": report.added, "changed": report.changed, "refused": len(report.refused)}
    audit.record("territory.imported", SUBJECT, row.id, actor_id=actor_id, **counts)
    after_commit(queries.forget)
    return report


@transactional
def make_default(layer_id: int, *, actor_id: int | None = None) -> None:
    """Make a layer the one that residents choose their zone from."""
    row = tenancy.get(ZoneLayer, layer_id)
    db.session.execute(update(ZoneLayer).values(is_default=ZoneLayer.id == layer_id))
    audit.record("territory.default_chosen", SUBJECT, row.id, actor_id=actor_id)
    after_commit(queries.forget)


def _features(content: bytes) -> list[Any]:
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise WrongFile(_("This is not a GeoJSON file: it cannot be read as JSON in UTF-8.")) from error
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        raise WrongFile(_("This is not a GeoJSON file: it holds no FeatureCollection."))
    if not rules.is_in_degrees(read.get("crs")):
        raise WrongFile(_("The coordinates are not degrees: export the file as WGS 84 (EPSG:4326)."))
    features = read.get("features")
    if not isinstance(features, list) or not features:
        raise WrongFile(_("There is no zone in this file."))
    if len(features) > rules.MOST_ZONES:
        raise WrongFile(_("There are too many zones in this file: at most %(most)s.", most=rules.MOST_ZONES))
    return features


def _names(
    features: Sequence[Any], key: str | None, label: str | None, inhabitants: str | None
) -> tuple[str, str, str | None]:
    """The properties to read. The refusal lists those that there are, so that nobody has to open the file."""
    known = list(dict.fromkeys(name for feature in features for name in _properties(feature)))
    there_are = ", ".join(known[:30]) or _("none at all")
    label_name = rules.pick(known, label, rules.LABEL_NAMES)
    key_name = (
        rules.pick(known, key, ()) if key else _telling(features, [*rules.usual(known, rules.KEY_NAMES), label_name])
    )
    people_name = rules.pick(known, inhabitants, rules.PEOPLE_NAMES)
    if label_name is None:
        raise WrongFile(_("Say which property is the name of a zone. There are: %(names)s.", names=there_are))
    if key_name is None:
        raise WrongFile(_("Say which property tells zones apart. There are: %(names)s.", names=there_are))
    if inhabitants and people_name is None:
        raise WrongFile(_("No property is called %(name)s. There are: %(names)s.", name=inhabitants, names=there_are))
    return key_name, label_name, people_name


def _telling(features: Sequence[Any], names: Sequence[str | None]) -> str | None:
    """The first of these properties whose values tell all zones apart; codes of the whole town do not."""
    columns = ((name, [rules.text_of(_properties(each).get(name)) for each in features]) for name in names if name)
    return next((name for name, values in columns if rules.is_telling(values)), None)


def _drafts(features: Sequence[Any], names: tuple[str, str, str | None], report: ZoneReport) -> Iterator[ZoneDraft]:
    """The zones that can be kept; the others go to the report."""
    taken: set[str] = set()
    for line, feature in enumerate(features, start=1):
        try:
            draft = _draft(line, feature, names, report)
        except geometry.WrongShape as reason:
            report.refused.append((line, str(reason)))
            continue
        if draft.key in taken:
            report.refused.append((line, _("another zone of this file has the key %(key)s", key=draft.key)))
            continue
        taken.add(draft.key)
        yield draft


def _draft(line: int, feature: Any, names: tuple[str, str, str | None], report: ZoneReport) -> ZoneDraft:
    properties = _properties(feature)
    key, name = rules.text_of(properties.get(names[0])), rules.text_of(properties.get(names[1]))
    if not key or len(key) > rules.KEY_SIGNS:
        raise geometry.WrongShape(_("its key (%(name)s) is missing or too long", name=names[0]))
    if not name or len(name) > rules.NAME_SIGNS:
        raise geometry.WrongShape(_("its name (%(name)s) is missing or too long", name=names[1]))
    shape, is_mended = geometry.read(feature.get("geometry"))
    report.repaired += is_mended
    people = rules.people_of(properties.get(names[2])) if names[2] else None
    return ZoneDraft(line, key, name, people, shape)


def _properties(feature: Any) -> dict[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _layer(name: str) -> ZoneLayer:
    """The layer of that name or key, made when it is new; the first one is the residents' own."""
    key = rules.key_from(name)
    if not key:
        raise WrongFile(_("Give the layer a name, such as “Neighbourhoods”."))
    row = queries.layer_by_key(key)
    if row is None:
        row = ZoneLayer(key=key, name={languages.main(): name.strip()}, is_default=not queries.layers())
        db.session.add(row)
        db.session.flush()
    return row


def _keep(layer: ZoneLayer, drafts: Sequence[ZoneDraft], report: ZoneReport) -> None:
    known = {zone.key: zone for zone in queries.zones_of(layer.id)}
    position = max((zone.position for zone in known.values()), default=0)
    for draft in sorted(drafts, key=lambda draft: _natural(draft.name)):
        zone = known.get(draft.key)
        values: dict[str, Any] = {"name": draft.name, "geometry": draft.geometry}
        if draft.inhabitants is not None:
            values["inhabitants"] = draft.inhabitants
        if zone is None:
            position += 1
            db.session.add(Zone(layer_id=layer.id, key=draft.key, position=position, **values))
            report.added += 1
        elif any(getattr(zone, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(zone, column, value)
            report.changed += 1
        else:
            report.unchanged += 1


def _natural(name: str) -> list[tuple[int, str]]:
    """“Secteur 2” before “Secteur 10”."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in rules.key_from(name).split("-")]
