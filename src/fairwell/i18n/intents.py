"""Intents in plain words, for buttons and the desk."""

from __future__ import annotations

from fairwell.i18n.catalogue import gettext as _

LABELS = {
    "access_request": "Access to my data",
    "ask_end": "When does my account end?",
    "ask_fee": "Fees and notice periods",
    "callback": "Request a call",
    "cancel_account": "Cancel my account",
    "cancel_addon": "Cancel an add-on only",
    "cancellation_status": "Where does my cancellation stand?",
    "change_plan": "Another plan",
    "charged_after_cancellation": "Charged after cancelling",
    "delete_data": "Delete my data",
    "dpa": "Data processing agreement",
    "faq_billing_date": "When do I have to cancel?",
    "faq_confirmation_email": "The confirmation e-mail",
    "faq_data_retention": "How long is my data kept?",
    "faq_export": "Export my data",
    "faq_missing_card": "No card on file",
    "faq_pause": "What does a pause cost?",
    "faq_phone": "Phone number",
    "faq_prepay_renewal": "When my balance is used up",
    "faq_refund": "Get money back",
    "faq_required_details": "What do you need from me?",
    "faq_trial": "Free trial",
    "faq_unsubscribe_list": "Unsubscribed contacts",
    "help": "What can you do?",
    "how_to_cancel_by": "Ways to cancel",
    "human_handoff": "Talk to a person",
    "invoice": "An invoice or an amount",
    "keep_account": "Keep my account",
    "login_trouble": "I can't log in",
    "marketing_optout": "Stop the newsletters",
    "not_me": "I didn't cancel",
    "pause_account": "Pause my account",
    "payment_details": "Change my card or bank details",
    "resume_account": "Switch my account back on",
    "revoke_cancellation": "Take my cancellation back",
    "revoke_mandate": "Stop the direct debit",
    "transfer_contract": "Transfer my account",
    "withdraw_contract": "Withdraw from the contract",
}


def intent_in_words(intent: str, language: str) -> str:
    """Describe an intent; small talk, which is never offered, keeps its name."""
    return _(language, LABELS[intent]) if intent in LABELS else intent.replace("_", " ")
