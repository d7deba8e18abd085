"""The request form: reads each answer, and names the next open question."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.message import latest
from actions.places import named_place
from actions.reading import Asked, read_answer
from actions.speech import in_words, say, say_plain_way


class ValidateRequestForm(Action):
    """Validates a turn of the form in one step: what was answered, and what is asked next."""

    def name(self) -> str:
        """The name by which Rasa finds the form's validation."""
        return f"validate_{slots.FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Slots that the message sets; none for an interruption, which the rules then answer."""
        reading = read_answer(
            latest(tracker),
            Asked(
                slot=tracker.get_slot(slots.REQUESTED),
                kind=tracker.get_slot(slots.KIND),
                user_name=tracker.get_slot(slots.USER_NAME),
                email=tracker.get_slot(slots.EMAIL),
            ),
        )
        values = {**tracker.slots, **reading.slots}
        if reading.say:
            say(dispatcher, tracker, reading.say, details=in_words(values))
        if _becomes_cancellation(reading.slots, values) and not tracker.get_slot(slots.CONCLUDED):
            say_plain_way(dispatcher, tracker)
        events = [SlotSet(name, value) for name, value in reading.slots.items()]
        place = named_place(latest(tracker).text)
        if place and reading.slots:  # an interruption must set nothing, or it is no interruption
            events.append(SlotSet(slots.PLACE, place))
        return [*events, SlotSet(slots.REQUESTED, next_question(values))]


def _becomes_cancellation(read: dict[str, str | None], values: dict[str, Any]) -> bool:
    """Whether a cancellation begins only here: another request turned into one, or it was asked."""
    if values.get(slots.KIND) != slots.CANCEL:
        return False
    return slots.KIND in read or read.get(slots.MEANT) == slots.GO_ON


_ACCOUNT = (slots.USER_NAME, slots.EMAIL)
# The questions of each kind of request. Only a cancellation asks why, and that is voluntary.
_QUESTIONS = {
    slots.CANCEL: (*_ACCOUNT, slots.REASON, slots.DECISION),
    slots.PAUSE: (*_ACCOUNT, slots.DECISION),
    slots.WITHDRAW: (*_ACCOUNT, slots.DECISION),
    slots.ADDON: (slots.SUBJECT, *_ACCOUNT, slots.DECISION),
    slots.DELETE_DATA: (*_ACCOUNT, slots.DECISION),
    slots.CALLBACK: (slots.CONTACT,),
}


def next_question(values: dict[str, Any]) -> str | None:
    """The first open question, ``None`` when the request is complete.

    A decision made settles everything: what a trial or a callback leaves open is not asked.
    """
    if values.get(slots.MEANT) == slots.ASK:
        return slots.MEANT
    if values.get(slots.CHANGE) == slots.ASK:
        return slots.CHANGE
    questions = _QUESTIONS.get(str(values.get(slots.KIND)), (slots.KIND,))
    if values.get(slots.DECISION) == slots.TRIAL:
        return None
    return next((slot for slot in questions if values.get(slot) is None), None)
