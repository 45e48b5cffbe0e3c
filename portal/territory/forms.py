"""A file of zones, and what to read in it; and the zones that any form lets people choose from."""

from flask_babel import lazy_gettext as _
from wtforms import FileField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import PortalForm, cleaned
from portal.territory import queries, rules


def zone_choices(none: object) -> list[SelectChoice]:
    """The neighbourhoods that residents choose from, after the words for none of them."""
    zones = queries.territory().zones()
    return [SelectChoice("", none), *(SelectChoice(str(zone.id), zone.name) for zone in zones)]


def _property(label: object, hint: object) -> StringField:
    return StringField(label, description=hint, filters=[cleaned], validators=[Optional(), Length(max=rules.KEY_SIGNS)])


class ZonesForm(PortalForm):
    """Bring zones in. The file's own bytes are read by the view."""

    layer = StringField(
        _("Layer"),
        description=_("A new name makes a layer; the name of one that exists brings it up to date."),
        filters=[cleaned],
        validators=[InputRequired(_("Name the layer.")), Length(max=rules.LAYER_SIGNS)],
    )
    file = FileField(
        _("GeoJSON file"),
        description=_("In WGS 84, at most 2 MB. Bigger files: portal import zones, on the server."),
        validators=[InputRequired(_("Choose a file."))],
        render_kw={"accept": ".geojson,.json,application/geo+json"},
    )
    label = _property(
        _("Property with the name of a zone"), _("Such as nom or libelle; looked for where nothing is said.")
    )
    key = _property(_("Property that tells zones apart"), _("Such as code; looked for where nothing is said."))
    inhabitants = _property(
        _("Property with the inhabitants"), _("Such as population; looked for where nothing is said.")
    )
