"""The one way in which the runtime says that something cannot run."""


class ServiceFailure(RuntimeError):
    """A service or a child process could not start or stop; the message says what to do."""
