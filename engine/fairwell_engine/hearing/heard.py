"""Everything heard in one message, in the shape that is stored with it: ``Heard``.

The form is that of ``fairwell nlu parse --json``; docs/train.md describes the fields.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from fairwell_engine.hearing.acts.clauses import clauses
from fairwell_engine.hearing.acts.composing import WISHES
from fairwell_engine.hearing.acts.deciding import Decider, Likely
from fairwell_engine.hearing.acts.hearing import REFUSES, WANTED, Acts, Thresholds, decide
from fairwell_engine.hearing.acts.model import ActsModel
from fairwell_engine.hearing.conditions import is_conditional
from fairwell_engine.hearing.details.answer import DetailsAnswer, find_answer
from fairwell_engine.hearing.details.details import find_details
from fairwell_engine.hearing.details.words.addons import find_addon
from fairwell_engine.hearing.detection import detect
from fairwell_engine.hearing.encoder.encoders import Encoder, encode
from fairwell_engine.hearing.ends import WishedEnd, find_end
from fairwell_engine.hearing.negation import negates
from fairwell_engine.hearing.stance.model import StanceModel
from fairwell_engine.hearing.stance.reading import KEEPING, Beside, Stance, read_stances
from fairwell_engine.hearing.tags import forms
from fairwell_engine.hearing.tags.model import TagsModel

Array = np.ndarray[Any, Any]

_DETAILS_ASKED = frozenset({"details", "user_name", "email"})
_SUBJECT, _REASON = "subject", "reason"
_QUESTION = re.compile(r"[?？]")
_PLAIN = ("code", "reference")
# A page's name in the setting where it is known that none is shown.
NO_PAGE = "-"
# What was asked, where it is known that nothing was.
NOTHING = "-"
# Beside these, or beside nothing that was heard, a date with no question open is an end.
_OF_AN_END = frozenset(
    {"ask_end", "cancel_account", "cancel_addon", "correct_details", "faq_prepay_renewal"}
    | {"give_reason", "inform", "keep_account", "revoke_cancellation"}
)


@dataclass(frozen=True)
class Setting:
    """What hearing knows of the conversation: the question asked last, the day, the country."""

    asked: str | None = None
    page: str | None = None
    subject: str | None = None
    today: dt.date | None = None
    country: str | None = None

    @classmethod
    def of(cls, metadata: object) -> Setting:
        """Read it from a message's metadata; in training examples that is free-form text."""
        known: Mapping[str, Any] = metadata if isinstance(metadata, dict) else {}
        today = known.get("today")
        return cls(
            asked=known.get("asked"),
            page=known.get("page"),
            subject=known.get("subject"),
            today=dt.date.fromisoformat(today) if today else None,
            country=known.get("country"),
        )


@dataclass(frozen=True)
class Ears:
    """What was learned. Without a decider or one of the other models its fields stay empty."""

    encoder: Encoder
    model: ActsModel
    decider: Decider | None
    stances: StanceModel | None
    limits: Thresholds
    tags: TagsModel | None = None


def hear(text: str, ears: Ears, setting: Setting) -> tuple[dict[str, Any], Array]:
    """Return ``Heard`` of one message as plain values, and the probability of each label."""
    parts = clauses(text)
    vectors = encode(ears.encoder, [text, *parts])
    whole, *each = (
        ears.model.confidences(part, vector)
        for part, vector in zip([text, *parts], vectors, strict=True)
    )
    language = found.language if (found := detect(text)) else None
    today = setting.today or dt.datetime.now(dt.UTC).date()
    ends = find_end(text, language or "de", today, country=setting.country)
    asked = setting.asked if setting.asked in _DETAILS_ASKED else None
    answer = find_answer(text, asked=asked)
    acts = Acts(())
    if ears.decider is not None:
        found_likely = Likely.of(whole, each)
        acts = decide(found_likely, ears.model.labels, ears.decider, ears.limits)
    stances: dict[str, Stance] = {}
    if ears.stances is not None and setting.page != NO_PAGE:
        stances = read_stances(
            text,
            vectors[0],
            ears.stances,
            _beside(text, acts, ends),
            page=setting.page or setting.asked,
            subject=setting.subject,
        )
    own = stances.get(setting.page or setting.asked or "")
    heard = {
        "language": language,
        "acts": [{**asdict(act), "span": [0, len(text)]} for act in acts.acts],
        "unsure": list(acts.unsure),
        "stances": {page: asdict(stance) for page, stance in stances.items()},
        "stance": own.stance if own else "none",
        "strength": own.strength if own else "",
        "page": setting.page if own else None,
        "ends": _ends(ends) if setting.asked != NOTHING or _may_end(acts) else None,
        **_answer(text, answer, setting.asked),
        **forms.found(text),
        "tags": list(ears.tags.heard(text, vectors[0])) if ears.tags else [],
    }
    return {field: value for field, value in heard.items() if value or field == "acts"}, whole


def _beside(text: str, acts: Acts, ends: WishedEnd | None) -> Beside:
    return Beside(
        wishes=frozenset(
            act.intent for act in acts.acts if act.polarity == WANTED and act.intent in WISHES
        ),
        refused=frozenset(act.intent for act in acts.acts if act.polarity == REFUSES),
        # "Now" is the page's own day.
        dated=ends is not None and ends.value != "soonest",
        asks=bool(_QUESTION.search(text)),
        negates=negates(text),
        depends=is_conditional(text),
        keeps=any(act.intent in KEEPING for act in acts.acts),
    )


def _may_end(acts: Acts) -> bool:
    """Return whether a date may be a wished end where nothing is open that it could change."""
    return not acts.acts or any(act.intent in _OF_AN_END for act in acts.acts)


def _ends(ends: WishedEnd | None) -> dict[str, Any] | None:
    if ends is None:
        return None
    return {"value": ends.value, "bound": ends.bound, "span": [ends.start, ends.end]}


def _answer(text: str, answer: DetailsAnswer, asked: str | None) -> dict[str, Any]:
    details: dict[str, str | None] = {"user_name": answer.user_name, "email": answer.email}
    for found in find_details(text):
        if found.entity in _PLAIN:
            details.setdefault(found.entity, found.value)
    if addon := find_addon(text):
        details["addon"] = addon
    if asked == _SUBJECT:
        details["subject"] = forms.subject(text)
    about_account = answer.user_name or answer.email or answer.broken_email or answer.refuses
    gives_none = asked == _REASON and forms.refuses_reason(text)
    withheld = answer.withheld | (frozenset({_REASON}) if gives_none else frozenset())
    return {
        "details": {name: value for name, value in details.items() if value},
        "refuses": sorted(withheld),
        "unknown": sorted(answer.unknown),
        "reason": answer.reason if about_account else forms.reason(text),
        "secrets": [list(span) for span in answer.secrets],
        "broken_email": answer.broken_email,
        "lone_name": answer.lone_name,
    }
