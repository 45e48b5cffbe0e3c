"""The contact base in a few figures, for the first page of the staff area."""

from typing import Any

from portal.consents import queries as consents
from portal.consents.rules import ANSWER
from portal.contacts.queries import people
from portal.contacts.queries.people import Filter
from portal.core import charts
from portal.core.languages import said

BOUND = 100_000


def figures() -> dict[str, Any]:
    """How many people there are, and how many agreed to each purpose. Counts stop at a bound: bases may be large."""
    total = people.count(Filter(), BOUND)
    agreed = [
        (said(purpose.name), people.count(Filter(purpose_id=purpose.id), BOUND))
        for purpose in consents.purposes()
        if purpose.is_active and purpose.key != ANSWER
    ]
    return {"total": min(total, BOUND), "is_more": total > BOUND, "rows": charts.bars(agreed, total)}
