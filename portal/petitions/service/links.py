"""Two links of a petition, drawn under our key so that each letter can repeat them; the base holds their digests only."""

from portal.participation.service import keys


def author_token(activity_id: int) -> str:
    """The author's own: it confirms, follows and withdraws."""
    return keys.link_token("petition-author", activity_id)


def sponsor_token(activity_id: int) -> str:
    """The one that the author passes on to people who would carry the petition."""
    return keys.link_token("petition-sponsor", activity_id)
