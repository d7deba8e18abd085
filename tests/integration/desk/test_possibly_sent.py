"""A mail that may have been sent all the same says so at the desk, before it is sent again."""

from __future__ import annotations

import datetime as dt

import pytest

from fairwell.mail import queue
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient
from tests.support.outbox import a_mail, only_row, put


@pytest.mark.parametrize("unsure", [True, False])
def test_the_page_of_a_late_mail_says_whether_it_was_possibly_sent(
    gate: Gateway, client: DeskClient, agent: User, unsure: bool
) -> None:
    written = gate.app.clock() - dt.timedelta(hours=3)
    put(gate.app.database, a_mail(), now=written)
    (mail,) = queue.claim(gate.app.database, written)
    queue.mark_failed(gate.app.database, mail, "TimeoutError", written, possibly_sent=unsure)
    client.log_in(agent.login)

    page = client.get(f"/desk/cases/mail/{only_row(gate.app.database).id}").text

    assert ("Message-ID" in page) is unsure
