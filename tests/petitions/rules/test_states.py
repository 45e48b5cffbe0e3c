"""What may be done with a petition, by where it stands."""

import pytest

from portal.petitions.rules import states
from portal.petitions.rules.states import Act, Reason, Standing


@pytest.mark.parametrize("act", Act)
def test_nothing_more_is_decided_about_a_petition_that_was_withdrawn(act):
    assert not states.may(act, Standing.WITHDRAWN)


@pytest.mark.parametrize("act", [Act.ACCEPTED, Act.REJECTED, Act.OPINION_ASKED])
def test_what_looks_for_sponsors_is_not_judged_yet(act):
    assert not states.may(act, Standing.SPONSORING)


def test_five_sponsors_are_enough_and_twenty_are_all():
    assert [n for n in range(8) if states.has_enough_sponsors(n)] == [5, 6, 7]
    assert states.may_have_sponsors(Standing.SPONSORING, 19)
    assert not states.may_have_sponsors(Standing.SPONSORING, 20)
    assert not states.may_have_sponsors(Standing.MODERATION, 3)


def test_reasons_that_would_do_harm_hide_the_text():
    assert states.hides_text(Reason.DEFAMATORY)
    assert not states.hides_text(Reason.DUPLICATE)
