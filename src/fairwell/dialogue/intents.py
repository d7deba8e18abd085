"""The intents in the groups that decide what a message does to an open request."""

from __future__ import annotations

from fairwell.dialogue import slots
from fairwell.dialogue.message import Message

# Below this the classifier's word is not enough to act on a decision; the page asks again.
SURE = 0.5

QUESTIONS = frozenset(
    {
        "ask_end",
        "ask_fee",
        "change_plan",
        "dpa",
        "faq_billing_date",
        "faq_confirmation_email",
        "faq_data_retention",
        "faq_export",
        "faq_missing_card",
        "faq_pause",
        "faq_phone",
        "faq_prepay_renewal",
        "faq_refund",
        "faq_required_details",
        "faq_trial",
        "faq_unsubscribe_list",
        "how_to_cancel_by",
        "invoice",
        "login_trouble",
        "marketing_optout",
        "payment_details",
    }
)
# Wishes that only Billing can carry out; the answer says so and offers the call.
FOR_BILLING = frozenset({"not_me", "revoke_mandate", "transfer_contract"})
# Nothing that the assistant does, or nothing at all.
OUTSIDE = frozenset({"nonsense", "other_topic"})
OTHER_WISHES = frozenset(
    {"cancellation_status", "resend_code", "resume_account", "revoke_cancellation"}
)
# A wish that turns the open request into another one.
TURNS_INTO = {
    "pause_account": slots.PAUSE,
    "withdraw_contract": slots.WITHDRAW,
    "cancel_addon": slots.ADDON,
    "delete_data": slots.DELETE_DATA,
    "access_request": slots.ACCESS_REQUEST,
    "callback": slots.CALLBACK,
    "charged_after_cancellation": slots.CALLBACK,
}
TALK = frozenset(
    {"bot_challenge", "complain", "goodbye", "greet", "help", "human_handoff", "thank"}
)
# Intents that ask for something which the response named after them answers.
TOPICS = QUESTIONS | FOR_BILLING | {"bot_challenge", "help", "resume_account"}
ENDINGS = frozenset({"stop", "keep_account"})
# Every intent that leaves the open question for a moment; data/rules has a rule for each.
INTERRUPTIONS = (
    QUESTIONS
    | FOR_BILLING
    | OTHER_WISHES
    | OUTSIDE
    | TALK
    | ENDINGS
    | {"repeat", "switch_language"}
)


def interrupts(message: Message) -> bool:
    """Whether the rules take the message; a request is ended only where that is sure."""
    if message.intent not in ENDINGS:
        return message.intent in INTERRUPTIONS
    # "Bleiben wir auf Deutsch" stays with a language, and "ok dann kündigen" is no "keep it",
    # whatever the classifier thinks.
    about_else = message.heard.languages or message.heard.wants("cancel_account")
    return message.confidence >= SURE and not about_else
