"""Purposes, their wordings, and what people ticked. The ledger per person is in `contacts`."""
