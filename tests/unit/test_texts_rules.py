"""Domain, rules, form and actions fit each other."""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from fairwell.dialogue import slots
from fairwell.dialogue.intents import INTERRUPTIONS
from tests.unit.samples import action_names, domain
from tests.unit.texts import rules

IN_FORM = frozenset().union(*(rule.intents for rule in rules() if rule.form == slots.FORM))
OUTSIDE = frozenset().union(*(rule.intents for rule in rules() if rule.form is None))


def registered_actions() -> set[str]:
    executor = ActionExecutor()
    executor.register_package("actions")
    return {action.name for action in executor.list_actions()}


def test_rules_are_named_as_sentences_and_once() -> None:
    names = [rule.name for rule in rules()]

    assert len(set(names)) == len(names)
    assert all(" " in name and name[0].isupper() for name in names)


def test_every_intent_is_answered_when_no_request_is_open() -> None:
    assert set(domain()["intents"]) | {"nlu_fallback"} == OUTSIDE


def test_no_intent_has_two_rules_in_one_situation() -> None:
    for form in (None, slots.FORM):
        intents = [i for rule in rules() if rule.form == form for i in rule.intents]
        assert len(set(intents)) == len(intents)


def test_in_a_request_the_rules_take_exactly_what_the_form_leaves_to_them() -> None:
    assert IN_FORM == INTERRUPTIONS


def test_rules_and_domain_name_the_same_actions_as_the_code() -> None:
    known = action_names() | set(domain()["forms"]) | set(domain()["responses"])
    used = {action for rule in rules() for action in rule.actions}

    assert used <= known
    assert registered_actions() == action_names()


def test_every_intent_answered_by_its_name_has_a_response_of_that_name() -> None:
    by_name = {i for rule in rules() if "action_answer" in rule.actions for i in rule.intents}

    assert {f"utter_{intent}" for intent in by_name} <= set(domain()["responses"])


def test_every_question_of_the_form_can_be_asked() -> None:
    for form in domain()["forms"].values():
        for slot in form["required_slots"]:
            assert slot in domain()["slots"]
            assert (
                f"action_ask_{slot}" in action_names()
                or f"utter_ask_{slot}" in domain()["responses"]
            )


def test_every_slot_of_the_domain_is_spelled_in_the_code() -> None:
    spelled = {value for value in vars(slots).values() if isinstance(value, str)}

    assert set(domain()["slots"]) <= spelled


def test_a_conversation_never_expires_in_the_middle_of_a_request() -> None:
    assert domain()["session_config"]["session_expiration_time"] == 0
