"""Accounts, declarations, messages and trackers that the tests vary; nothing here is real."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import yaml
from fairwell_engine.hearing.tags import forms
from rasa_sdk import Tracker

from fairwell import paths
from fairwell.rules.cases.case import Account, Declaration, Kind, Plan

ACCOUNT = Account(
    id="01ACCOUNT",
    user_name="blumen-mueller",
    email="anna.mueller@blumen-mueller.example",
    plan=Plan.MONTHLY,
    state="active",
    country="DE",
    language="de",
    currency="USD",
    contacts=1800,
    next_billing_on=dt.date(2026, 12, 2),
    trial_ends_on=None,
    balance_minor=None,
)
DECLARATION = Declaration(
    kind=Kind.CANCEL,
    user_name=ACCOUNT.user_name,
    email=ACCOUNT.email,
    language="de",
    reason=None,
    conversation_id="01CONVERSATION",
    turn_id="01TURN",
)


def an_account(**changes: Any) -> Account:
    return replace(ACCOUNT, **changes)


def a_declaration(**changes: Any) -> Declaration:
    return replace(DECLARATION, **changes)


@cache
def domain() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((paths.ROOT / "domain.yml").read_text("utf-8"))
    return loaded


def action_names() -> set[str]:
    """The domain's actions, those with options of their own included."""
    return {each if isinstance(each, str) else next(iter(each)) for each in domain()["actions"]}


def empty_slots() -> dict[str, Any]:
    """Every slot of the domain as a new conversation has it, ``requested_slot`` included."""
    return {**dict.fromkeys(domain()["slots"]), "requested_slot": None}


def a_message(
    text: str = "",
    intent: str = "",
    confidence: float = 0.9,
    turn_id: str = "01TURN",
    heard: dict[str, Any] | None = None,
    tags: tuple[str, ...] = (),
    **entities: str | list[str],
) -> dict[str, Any]:
    """A message as the engine hands it to actions; what needs the trained model is given."""
    listed = {name: [v] if isinstance(v, str) else v for name, v in entities.items()}
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [{"entity": name, "value": v} for name, vs in listed.items() for v in vs],
        "metadata": {"turn_id": turn_id},
        "heard": {**forms.found(text), "tags": list(tags), **(heard or {})},
    }


def a_tracker(
    message: dict[str, Any] | None = None,
    *,
    conversation_id: str = "01CONVERSATION",
    events: list[dict[str, Any]] | None = None,
    form: str | None = None,
    **slots: Any,
) -> Tracker:
    """A real tracker with the domain's slots."""
    state = tracker_json(
        message, conversation_id=conversation_id, events=events, form=form, **slots
    )
    return Tracker.from_dict(state)


def tracker_json(
    message: dict[str, Any] | None = None,
    *,
    conversation_id: str = "01CONVERSATION",
    events: list[dict[str, Any]] | None = None,
    form: str | None = None,
    **slots: Any,
) -> dict[str, Any]:
    """The state of a conversation as Rasa posts it to the action server."""
    unknown = slots.keys() - empty_slots().keys()
    assert not unknown, f"not in domain.yml: {unknown}"
    return {
        "sender_id": conversation_id,
        "slots": {**empty_slots(), **slots},
        "latest_message": message or a_message(),
        "events": events or [],
        "paused": False,
        "followup_action": None,
        "active_loop": {"name": form} if form else {},
        "latest_action_name": "action_listen",
    }
