"""Case actions of agents, under the same rules, ledger and mails as the assistant's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import Response

from fairwell.desk.cases.asked_page import Reason, ask_page, take_step
from fairwell.desk.conversations.agents import Working, agent_of, done, leads
from fairwell.desk.frame.refusals import RequestRefused, conflict
from fairwell.desk.frame.visitor import Current
from fairwell.desk.words.final import Final
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.cases.case import NotPossible
from fairwell.services.cases import casework
from fairwell.services.cases.casework import CaseOf

case_router = APIRouter(prefix="/c/{talk}/cases/{case}")


@case_router.post("/correct")
def correct(
    current: Working,
    talk: str,
    case: str,
    user_name: Annotated[str, Form(max_length=300)] = "",
    email: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Correct the details of a case and match it again."""
    with _telling(current):
        casework.correct(
            _asked(current, talk, case),
            agent_of(current.user),
            current.app,
            user_name=user_name or None,
            email=email or None,
        )
    return done(current, f"/desk/c/{talk}")


@case_router.post("/mail")
def resend_mail(current: Working, talk: str, case: str) -> Response:
    """Send the confirmation mail again."""
    with _telling(current):
        sent = casework.resend_mail(
            _asked(current, talk, case), agent_of(current.user), current.app
        )
    if not sent:
        raise conflict(
            _(current.language, "No mail leaves"),
            _(
                current.language,
                "No account matches this case, it is no longer valid, or its confirmation was "
                "sent several times within the hour.",
            ),
        )
    if current.by_htmx:
        return current.page("talk_mail_sent.html")
    return done(current, f"/desk/c/{talk}")


@case_router.post("/{step}")
def take(
    current: Working,
    talk: str,
    case: str,
    step: Literal[Final.VERIFY, Final.EFFECTIVE, Final.REVOKE],
    reason: Reason = "",
    on: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Take a final step on a case of a conversation, for the reason given."""
    asked = _asked(current, talk, case)
    if not reason.strip():
        return ask_page(current, asked, step, missing=True)
    with _telling(current):
        take_step(current, asked, step, reason, dt.date.fromisoformat(on) if on else None)
    return done(current, f"/desk/c/{talk}?case={case}")


def _asked(current: Current, talk: str, case: str) -> CaseOf:
    return CaseOf(talk, case, leads=leads(current.user))


@contextmanager
def _telling(current: Current) -> Iterator[None]:
    """Explain in words what the use cases refuse."""
    language = current.language
    try:
        yield
    except NotPossible as error:
        raise conflict(
            _(language, "The case does not allow this step any more"),
            _(
                language,
                "Nothing was done. The case was changed meanwhile; check its current state.",
            ),
        ) from error
    except LookupError as error:
        raise RequestRefused("not_found") from error
    except ValueError as error:
        raise RequestRefused(
            "bad_request",
            _(language, "This cannot be taken over"),
            _(
                language,
                "Nothing was done. Give a user name, an e-mail address, or a date as they are "
                "written.",
            ),
        ) from error
