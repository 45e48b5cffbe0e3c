"""What can be wrong with a questionnaire."""


class WrongQuestionnaire(ValueError):
    """A questionnaire that cannot be asked: where (`pages[0].questions[2].options`) and why, in plain English."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path or 'questionnaire'}: {why}")
        self.path = path
        self.why = why
