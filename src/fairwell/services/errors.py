"""Errors of use cases that must be shown to a user."""


class HandoffRefused(RuntimeError):
    """A step refused because the speaker has changed meanwhile (an HTTP 409).

    ``code`` is for programs: ``taken``, ``not_yours``, ``not_waiting``, ``not_found``.
    """

    code = "refused"


class Taken(HandoffRefused):
    """Another agent was quicker; ``by`` is their display name."""

    code = "taken"

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class NotYours(HandoffRefused):
    """Another agent has the conversation, or nobody has claimed it yet."""

    code = "not_yours"


class NotWaiting(HandoffRefused):
    """The conversation is no longer in the queue: left, given back, or ended."""

    code = "not_waiting"


class NotFound(HandoffRefused):
    """There is no such conversation."""

    code = "not_found"
