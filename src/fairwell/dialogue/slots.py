"""Slot names and the values they take, spelled once (domain.yml has the same names)."""

from typing import Final

LANGUAGE: Final = "language"
KIND: Final = "kind"
USER_NAME: Final = "user_name"
EMAIL: Final = "email"
REASON: Final = "reason"
MANNER: Final = "manner"
PLACE: Final = "place"
SUBJECT: Final = "subject"
CONTACT: Final = "contact"
RESUMES: Final = "resumes"
MEANT: Final = "meant"
CHANGE: Final = "change"
DECISION: Final = "decision"
PAGE_SHOWN: Final = "page_shown"
CONCLUDED: Final = "concluded"
FEEDBACK: Final = "feedback"
UNSURE: Final = "unsure"
# The wished end: an ISO date, or one of the three below.
ENDS: Final = "ends"
# The question of ours, outside the form, that the next message may answer: "revoke:<case id>",
# "change_end:<case id>", "means:<intent>", "resend".
PENDING: Final = "pending"
# Kinds of request that come next, separated by commas.
THEN: Final = "then"
REQUESTED: Final = "requested_slot"

FORM: Final = "request_form"

# A detail the customer does not know: asked, answered, and still unknown.
UNKNOWN: Final = ""
NO_REASON: Final = "none"
BEREAVEMENT: Final = "bereavement"

# Kinds of request; a decision with the same name carries the request out.
CANCEL: Final = "cancel"
PAUSE: Final = "pause"
WITHDRAW: Final = "withdraw"
ADDON: Final = "addon"
DELETE_DATA: Final = "delete_data"
ACCESS_REQUEST: Final = "access_request"
CALLBACK: Final = "callback"
KINDS: Final = (CANCEL, PAUSE, WITHDRAW, ADDON, DELETE_DATA, ACCESS_REQUEST, CALLBACK)

# Values of ENDS that are no date.
SOONEST: Final = "soonest"
BALANCE_USED: Final = "balance_used"
PERIOD_END: Final = "period_end"

# What else the buttons of the last page can say, "change" besides.
AT_BALANCE_END: Final = "at_balance_end"
KEEP: Final = "keep"
TO_CANCEL: Final = "to_cancel"
TO_PAUSE: Final = "to_pause"
# A free trial ends by itself: nothing is left to decide, and nothing is recorded.
TRIAL: Final = "trial"

# How PAGE_SHOWN ends where the page asks when the account shall end.
CHOICE: Final = "+choice"

# Buttons outside a request.
REVOKE: Final = "revoke"
CHANGE_END: Final = "change_end"
OTHER_ACCOUNT: Final = "other_account"
CANCEL_TRIAL: Final = "cancel_trial"
RESEND: Final = "resend"
GO_ON_HERE: Final = "go_on"

# Values of UNSURE: not understood once; twice, so that a person was offered.
ONCE: Final = "once"
OFFERED: Final = "offered"

# A value of MANNER; none is an ordinary cancellation.
FOR_CAUSE: Final = "for_cause"

# Values of MEANT and CHANGE: the question is open; MEANT may be answered with "the account".
ASK: Final = "ask"
GO_ON: Final = "go_on"
