"""Nothing crosses organisations (R2): every table says whose it is, and every way to read or write keeps to it."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import delete, event, exists, func, insert, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

import portal
from portal.consents.models import Purpose
from portal.contacts.models import Tombstone
from portal.core import tenancy
from portal.core.database import Base, db
from portal.core.mail import LetterRow
from portal.core.outbox import OutboxRow, OutboxRun
from portal.organisations.models import Organisation
from portal.participation.models import (
    Announcement,
    AnswerWish,
    Ballot,
    ParticipationTrace,
    PersonTold,
    TallyCell,
    TallyDay,
    TallyHead,
)
from portal.petitions.models import Comment, Elector, ElectorClaim
from portal.territory.models import Zone, ZoneLayer
from tests.support import cast

PORTAL = Path(portal.__file__).parent
ABOVE_ALL = {Organisation}
# Reached by SQL of our own only, which binds the organisation or serves the whole installation (queues of work).
BY_HAND = {
    Announcement,
    PersonTold,
    AnswerWish,
    Ballot,
    Comment,
    Elector,
    ElectorClaim,
    LetterRow,
    OutboxRow,
    OutboxRun,
    ParticipationTrace,
    TallyCell,
    TallyDay,
    TallyHead,
    Tombstone,
}
# Modules whose statements look across organisations on purpose: queues, health, and nothing that a page shows.
INSTALLATION = {"core/checkup.py", "core/drain.py", "core/outbox.py", "core/postman.py", "core/health.py"}
TENANTS = sorted((mapper.class_ for mapper in Base.registry.mappers if tenancy.is_tenant(mapper.class_)), key=str)
TABLES = [mapper.local_table.name for mapper in Base.registry.mappers if mapper.class_ not in ABOVE_ALL]
TOUCHES = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:{'|'.join(TABLES)})\b")


def test_every_table_says_whose_it_is():
    unknown = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if not (tenancy.is_tenant(mapper.class_) or mapper.class_ in ABOVE_ALL | BY_HAND)
    ]
    assert unknown == []


def test_foreign_keys_between_tenants_carry_the_organisation():
    loose = [
        f"{table.name}: {constraint.name}"
        for table in Base.metadata.tables.values()
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.name != "organisations" and "organisation_id" not in constraint.column_keys
    ]
    assert loose == []


def test_tables_that_sql_of_our_own_handles_are_never_read_through_the_session():
    names = "|".join(model.__name__ for model in BY_HAND)
    reading = re.compile(rf"\b(?:select|update|delete|session\.get)\(\s*(?:{names})\b")
    files = [
        path for path in PORTAL.rglob("*.py") if path.relative_to(PORTAL).parts[0] != "demo"
    ]  # its base is its own
    assert [str(path.relative_to(PORTAL)) for path in files if reading.search(path.read_text())] == []


def test_sql_of_our_own_binds_its_organisation():
    loose = []
    for path in sorted(PORTAL.rglob("*.py")):
        name = str(path.relative_to(PORTAL))
        if name in INSTALLATION:
            continue
        for statement in _statements(path.read_text()):
            if TOUCHES.search(statement) and "organisation_id" not in statement:
                loose.append(f"{name}: {' '.join(statement.split())[:80]}")
    assert loose == []


@pytest.mark.parametrize("model", TENANTS, ids=lambda model: model.__name__)
def test_every_statement_on_a_tenant_is_confined(town, model):
    alias = aliased(model)
    statements = [
        select(model).limit(1),
        select(alias).limit(1),
        select(model.id).limit(1),
        select(func.count()).select_from(model),
        select(exists(select(model.id))),
        select(model.id).where(model.id.in_(select(alias.id))).limit(1),
        update(model).where(model.id == 0).values(id=model.id),
        delete(model).where(model.id == 0),
    ]
    for statement in statements:
        assert _is_confined(statement, town.id), statement


@pytest.fixture
def foreign(town):
    """The id of a purpose of the next town and that town's, of which the session knows nothing."""
    other = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(other.id):
        row = Purpose(key="secret", name={"fr": "Secret"}, basis="consent")
        db.session.add(row)
        db.session.commit()
        found = row.id
    db.session.expunge_all()
    return found, other.id


READS = {
    "select": lambda: select(Purpose.key),
    "some columns": lambda: select(Purpose).with_only_columns(Purpose.key),
    "alias": lambda: select(aliased(Purpose).key),
    "join without relationship": lambda: select(Purpose.key).join(ZoneLayer, ZoneLayer.id > 0),
    "outer join": lambda: select(Purpose.key).select_from(ZoneLayer).outerjoin(Purpose, Purpose.id > 0),
    "subquery": lambda: select(select(Purpose.key).subquery().c.key),
    "common table": lambda: select(select(Purpose.key).cte("p").c.key),
    "in a subquery": lambda: select(Purpose.key).where(Purpose.id.in_(select(aliased(Purpose).id))),
    "scalar subquery": lambda: select(select(func.string_agg(Purpose.key, ",")).scalar_subquery()),
    "exists": lambda: select(Purpose.key).where(exists(select(ZoneLayer.id).where(ZoneLayer.id > 0))),
    "union": lambda: union_all(select(Purpose.key), select(Purpose.key)),
    "window": lambda: select(Purpose.key, func.row_number().over(order_by=Purpose.id)),
}


@pytest.mark.parametrize("shape", READS)
def test_no_shape_of_reading_shows_the_neighbour_s_rows(foreign, shape):
    found = db.session.execute(READS[shape]()).all()
    assert found, "the shape reads something at all"
    assert "secret" not in repr(found)


def test_ids_of_the_neighbour_lead_nowhere(foreign):
    purpose_id, other_id = foreign
    assert tenancy.find(Purpose, purpose_id) is None
    with pytest.raises(NotFound):
        tenancy.get(Purpose, purpose_id)
    assert db.session.get(Purpose, {"organisation_id": other_id, "id": purpose_id}) is None
    assert db.session.scalar(select(func.count()).select_from(Purpose)) == 2
    assert not db.session.scalar(select(exists().where(Purpose.key == "secret")))


def test_a_bulk_update_and_a_bulk_delete_stay_at_home(foreign):
    db.session.execute(update(Purpose).values(basis="mission"))
    db.session.execute(delete(Purpose))
    with tenancy.use_organisation(foreign[1]):
        assert db.session.scalars(select(Purpose.basis).where(Purpose.key == "secret")).one() == "consent"


def test_a_row_of_the_neighbour_is_not_written_changed_or_deleted(foreign):
    purpose_id, other_id = foreign
    db.session.add(Purpose(key="x", name={}, basis="consent", organisation_id=other_id))
    with pytest.raises(tenancy.CrossOrganisationWrite):
        db.session.flush()
    db.session.rollback()
    for act in (lambda row: setattr(row, "basis", "mission"), db.session.delete):
        with tenancy.use_organisation(other_id):
            row = tenancy.get(Purpose, purpose_id)
        act(row)
        with pytest.raises(tenancy.CrossOrganisationWrite):
            db.session.flush()
        db.session.rollback()
        db.session.expunge_all()


def test_not_even_the_base_lets_a_row_point_at_the_neighbour_s(town, foreign):
    with tenancy.use_organisation(foreign[1]):
        layer_id = db.session.scalars(select(ZoneLayer.id)).one()
    row = {"organisation_id": town.id, "layer_id": layer_id, "key": "x", "name": "x", "position": 1, "geometry": {}}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Zone.__table__).values(row))


def test_outside_an_organisation_tenants_are_not_touched_at_all(database):
    cast.organisation()
    assert db.session.scalar(select(func.count()).select_from(Purpose)) == 0, "a bare count finds nobody's rows"
    for statement in (select(Purpose), update(Purpose).values(basis="x"), delete(Purpose)):
        with pytest.raises(tenancy.NoOrganisation):
            db.session.execute(statement)
    db.session.add(Purpose(key="x", name={}, basis="consent"))
    with pytest.raises(tenancy.NoOrganisation):
        db.session.flush()
    db.session.rollback()


def _is_confined(statement, organisation_id):
    """Whether what reaches the base names the organisation at work."""
    seen = []

    def note(_connection, _cursor, sql, parameters, *_):
        seen.append((sql, parameters))

    connection = db.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        db.session.execute(statement, execution_options={"synchronize_session": False})
    finally:
        event.remove(connection, "before_cursor_execute", note)
    [(sql, parameters)] = seen
    return "organisation_id = %(current_organisation" in sql and organisation_id in parameters.values()


def _statements(source):
    """Every piece of SQL in a module: what is given to `text`, with its own pieces put together."""
    for node in ast.walk(ast.parse(source)):
        is_sql = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("text", "sql")
        if is_sql and node.args:
            yield "".join(
                piece.value
                for piece in ast.walk(node.args[0])
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
            )
