"""Actions after a request is recorded: case status, missing confirmation, new code.

What the text asks for takes precedence over the classified intent: "how much is left?" does not
ask for the status.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import begin
from actions.case_status import say_status, say_where_it_stands, send_again
from actions.support.pending import closes_pending
from actions.support.speech import language_of, say
from fairwell.bootstrap import current_app
from fairwell.dialogue import slots
from fairwell.dialogue.message import latest
from fairwell.i18n import formats
from fairwell.rules.cases.case import Kind, Plan, Status
from fairwell.services.cases.look_up import confirmation_sent, look_up

Events = list[dict[str, Any]]

_CONFIRMATION = "faq_confirmation_email"


class CaseStatus(Action):
    """Action that says the status of the conversation's cases."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_case_status"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say one line for each case that may be shown."""
        begun = await begin(latest(tracker), dispatcher, tracker, domain)
        if begun is not None:
            return begun
        await say_where_it_stands(dispatcher, tracker)
        return []


class ConfirmationMail(Action):
    """Action that answers where the confirmation is, as far as the conversation may know."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_confirmation_mail"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say when and where it was sent, if a code was entered or the customer is signed in."""
        begun = await begin(latest(tracker), dispatcher, tracker, domain)
        if begun is not None:
            return begun
        view = await asyncio.to_thread(look_up, tracker.sender_id, current_app())
        case = next((c for c in view.cases if c.kind is not Kind.CALLBACK), None)
        trial = view.account is not None and view.account.plan is Plan.TRIAL
        if trial and not tracker.get_slot(slots.CONCLUDED):
            # The question is about the trial; an earlier request may still have its mail.
            say(dispatcher, tracker, "utter_trial_no_confirmation", answered=_CONFIRMATION)
        elif case is None:
            say(dispatcher, tracker, "utter_faq_confirmation_email", answered=_CONFIRMATION)
        if case is None:
            return []
        if case.status is Status.DISPUTED:
            say_status(case, view.account, dispatcher, tracker, answered=_CONFIRMATION)
            return []
        sent = await asyncio.to_thread(confirmation_sent, case, current_app())
        if view.account and sent:
            language = language_of(tracker)
            say(
                dispatcher,
                tracker,
                "utter_confirmation_sent",
                answered=_CONFIRMATION,
                sent_at=formats.moment(sent.at, case.time_zone, language),
                address=sent.masked_address,
                reference=case.reference,
            )
        else:
            say(
                dispatcher,
                tracker,
                "utter_confirmation_under_way",
                answered=_CONFIRMATION,
                reference=case.reference,
            )
        return []


class ResendCode(Action):
    """Action that sends the confirmation again with a new code, in the same words for all."""

    def name(self) -> str:
        """Return the name in the domain and the rules."""
        return "action_resend_code"

    @closes_pending
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Send again where there is a case, else say that no code is needed."""
        begun = await begin(latest(tracker), dispatcher, tracker, domain)
        if begun is not None:
            return begun
        await send_again(dispatcher, tracker, "utter_resend_code")
        return []
