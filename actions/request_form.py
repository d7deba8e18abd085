"""Validation of the request form: reads each answer and selects the next open question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer_aside
from actions.conclude import carry_out
from actions.support.condole import has_told_of_death
from actions.support.ends import refused_end, today
from actions.support.facts import answer_beside
from actions.support.last_turn import told_beside_page
from actions.support.pending import closing_events
from actions.support.speech import in_words, offer_person, say, say_plain_way
from fairwell.dialogue import slots
from fairwell.dialogue.deciding import Asked, Reading, is_missed
from fairwell.dialogue.details import given
from fairwell.dialogue.message import latest
from fairwell.dialogue.reading import read_answer
from fairwell.i18n.countries import named_place


class ValidateRequestForm(Action):
    """Validation of a form turn in one step: what was answered, and what is asked next."""

    def name(self) -> str:
        """Return the name by which Rasa finds the form's validation."""
        return f"validate_{slots.FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return the slots that the message sets; an interruption sets none: rules answer it."""
        message, slot = latest(tracker), tracker.get_slot(slots.REQUESTED)
        aside = await answer_aside(dispatcher, tracker) if slot else None
        if slot and aside is not None:
            noted = {} if message.pressed or message.first("reference") else given(message)
            return _asked_again(slot, {**noted, **aside}, tracker)
        asked = Asked(
            slot=slot,
            kind=tracker.get_slot(slots.KIND),
            user_name=tracker.get_slot(slots.USER_NAME),
            email=tracker.get_slot(slots.EMAIL),
            choice=str(tracker.get_slot(slots.PAGE_SHOWN)).endswith(slots.CHOICE),
            subject=tracker.get_slot(slots.SUBJECT),
            beside=told_beside_page(tracker),
            then=tracker.get_slot(slots.THEN),
            today=today(tracker),
        )
        reading = read_answer(message, asked)
        changed = {**reading.slots, **_set_aside(reading, asked)}
        changed |= await refused_end(changed, dispatcher, tracker)
        values = {**tracker.slots, **changed}
        unsure = None
        if is_missed(reading, message):
            if tracker.get_slot(slots.UNSURE) == slots.ONCE:
                unsure = offer_person(dispatcher, tracker)
            else:
                unsure = slots.ONCE
        condoled = reading.say == "utter_condolence" and has_told_of_death(tracker)
        if reading.say and unsure != slots.OFFERED and not condoled:
            say(dispatcher, tracker, reading.say, details=in_words(values))
        if slot in _ACCOUNT and any(reading.slots.get(name) for name in _ACCOUNT):
            await answer_beside(message, dispatcher, tracker)
        if _becomes_cancellation(reading.slots, values) and not tracker.get_slot(slots.CONCLUDED):
            say_plain_way(dispatcher, tracker)
        if values.get(slots.RESUMES) and next_question(values) is None:
            changed |= await _call_and_resume(values, dispatcher, tracker)
            values |= changed
        events = [SlotSet(name, value) for name, value in changed.items()]
        place = named_place(message.text)
        if reading.slots:  # an interruption must not set slots, or Rasa takes it for an answer
            if unsure != tracker.get_slot(slots.UNSURE):
                events.append(SlotSet(slots.UNSURE, unsure))
            if place:
                events.append(SlotSet(slots.PLACE, place))
            events += closing_events(events, tracker)
        return [*events, SlotSet(slots.REQUESTED, next_question(values))]


def _set_aside(reading: Reading, asked: Asked) -> dict[str, str | None]:
    """Keep the request that a wish for a call interrupts; another wish replaces both."""
    becomes = reading.slots.get(slots.KIND)
    if becomes is None or asked.kind is None:
        return {}
    if becomes != slots.CALLBACK:
        return {slots.RESUMES: None}
    return {slots.RESUMES: f"{asked.kind}:{asked.subject or ''}"}


async def _call_and_resume(
    values: dict[str, Any], dispatcher: CollectingDispatcher, tracker: Tracker
) -> dict[str, str | None]:
    """Record a call that is complete; return the slots of the request that goes on."""
    tracker.slots.update(values)
    recorded = await carry_out(slots.CALLBACK, dispatcher, tracker)
    kind, _, subject = str(values[slots.RESUMES]).partition(":")
    return {
        **{event["name"]: event["value"] for event in recorded},
        slots.KIND: kind,
        slots.SUBJECT: subject or None,
        slots.CONTACT: None,
        slots.DECISION: None,
        slots.RESUMES: None,
    }


def _asked_again(
    slot: str, aside: Mapping[str, str | None], tracker: Tracker
) -> list[dict[str, Any]]:
    """Ask the open question again, after the answer to an aside."""
    still_open = slots.ASK if slot in (slots.MEANT, slots.CHANGE) else None
    again = {slot: still_open, **aside, slots.UNSURE: None}
    following = next_question({**tracker.slots, **again})
    events = [SlotSet(*each) for each in again.items()]
    closing = closing_events(events, tracker)
    return [*events, *closing, SlotSet(slots.REQUESTED, following)]


def _becomes_cancellation(read: dict[str, str | None], values: dict[str, Any]) -> bool:
    """Return whether a cancellation begins here, by a change of kind or an answer to "meant"."""
    if values.get(slots.KIND) != slots.CANCEL:
        return False
    return slots.KIND in read or read.get(slots.MEANT) == slots.GO_ON


_ACCOUNT = (slots.USER_NAME, slots.EMAIL)
# The questions of each kind of request. Only a cancellation asks why; the answer is optional.
_QUESTIONS = {
    slots.CANCEL: (*_ACCOUNT, slots.REASON, slots.DECISION),
    slots.PAUSE: (*_ACCOUNT, slots.DECISION),
    slots.WITHDRAW: (*_ACCOUNT, slots.DECISION),
    slots.ADDON: (slots.SUBJECT, *_ACCOUNT, slots.DECISION),
    slots.DELETE_DATA: (*_ACCOUNT, slots.DECISION),
    slots.ACCESS_REQUEST: (*_ACCOUNT, slots.DECISION),
    slots.CALLBACK: (slots.CONTACT,),
}


def next_question(values: dict[str, Any]) -> str | None:
    """Return the first open question, or ``None`` when the request is complete.

    A decision settles everything: what a trial or a callback leaves open is not asked.
    """
    if values.get(slots.MEANT) == slots.ASK:
        return slots.MEANT
    if values.get(slots.CHANGE) == slots.ASK:
        return slots.CHANGE
    questions = _QUESTIONS.get(str(values.get(slots.KIND)), (slots.KIND,))
    if values.get(slots.DECISION) == slots.TRIAL:
        return None
    return next((slot for slot in questions if values.get(slot) is None), None)
