"""What responses count for and what they add up to, in one place: marks of one response, summary of all."""

from portal.surveys.rules.averages import Statistics
from portal.surveys.rules.figures import Cell
from portal.surveys.rules.marks import Marks, marks
from portal.surveys.rules.outcomes import OptionResult
from portal.surveys.rules.results import QuestionResult, as_json, summary

__all__ = ["Cell", "Marks", "OptionResult", "QuestionResult", "Statistics", "as_json", "marks", "summary"]
