"""Surveys: a questionnaire in pages, what people answered, and what it adds up to."""
