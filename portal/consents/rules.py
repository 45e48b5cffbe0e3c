"""Purposes that the portal itself knows."""

ANSWER = "answer"
"""To be told, once per version, what the organisation answers to an activity. It makes nobody a contact: the tick is kept
with the participation until the person was told, or 36 months."""

ANSWER_NAMES = {
    "fr": "Ce que l’organisation répond, une fois qu’elle a décidé",
    "en": "What the organisation answers, once it has decided",
}
