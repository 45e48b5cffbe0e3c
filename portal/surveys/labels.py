"""Words for the types of questions: name, and what it is good for."""

from flask_babel import lazy_gettext as _

from portal.surveys.rules.questions import QuestionType

TYPES = {
    QuestionType.SINGLE: (_("One answer"), _("People choose one answer of several")),
    QuestionType.MULTIPLE: (_("Several answers"), _("People tick as many as they like, or as you allow")),
    QuestionType.YES_NO: (_("Yes or no"), _("The shortest question")),
    QuestionType.SCALE: (_("Scale"), _("From 1 to 5, or from 0 to 10")),
    QuestionType.NUMBER: (_("Number"), _("How many, how often, how much")),
    QuestionType.SHORT_TEXT: (_("A few words"), _("One line")),
    QuestionType.LONG_TEXT: (_("Free text"), _("As many lines as people need")),
    QuestionType.ZONE: (_("Neighbourhood"), _("A zone of the territory")),
    QuestionType.DATE: (_("Date"), _("A day")),
    QuestionType.STATEMENT: (_("Text to read"), _("Between questions, nothing to answer")),
}
