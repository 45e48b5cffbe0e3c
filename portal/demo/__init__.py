"""The demonstration: a fictional town and its councillors' office, alive enough to be tried from every chair.

Everything is invented (people, addresses on reserved domains, opinions) and drawn with fixed seeds: the same day gives the
same figures. Days count from the day of loading, so that "closes in two days" is true whenever it is shown.
"""

from flask import Flask

from portal.demo import loading
from portal.demo.signing_in import SignIn

__all__ = ["SignIn", "load"]


def load(app: Flask) -> list[SignIn]:
    """Fill an empty installation. Returns the sign-ins that were made, with their passwords."""
    with app.app_context():
        return loading.load()
