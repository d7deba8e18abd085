"""Slot names and the values they take, spelled once (domain.yml has the same names)."""

from typing import Final

LANGUAGE: Final = "language"
KIND: Final = "kind"
USER_NAME: Final = "user_name"
EMAIL: Final = "email"
REASON: Final = "reason"
DECISION: Final = "decision"
PAGE_SHOWN: Final = "page_shown"
REQUESTED: Final = "requested_slot"

FORM: Final = "request_form"

# A detail the customer does not know: asked, answered, and still unknown.
UNKNOWN: Final = ""
NO_REASON: Final = "none"

# What the buttons of the last page can say.
CANCEL: Final = "cancel"
PAUSE: Final = "pause"
KEEP: Final = "keep"
CHANGE: Final = "change"
TO_CANCEL: Final = "to_cancel"
