"""Sessions over HTTP: their cookie, how long they last, what ends them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from fairwell.rules.access.roles import Role
from fairwell.rules.access.sessions import ABSOLUTE, IDLE, hash_secret
from fairwell.store.base.engine import transaction
from fairwell.store.staff.tables import DeskSessionRow
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway, gateway
from tests.support.desk import COOKIE, PASSWORD, DeskClient, add_user, is_out, set_session


def test_18_a_cookie_set_before_the_login_is_worth_nothing_after_it(
    client: DeskClient, agent: User
) -> None:
    client.http.cookies.set(COOKIE, "chosen-by-the-attacker")
    client.log_in(agent.login)
    made = client.http.cookies.jar
    secrets = {cookie.value for cookie in made if cookie.name == COOKIE}

    assert "chosen-by-the-attacker" not in {s for s in secrets if s and len(s) == 43}
    client.http.cookies.clear()
    client.http.cookies.set(COOKIE, "chosen-by-the-attacker")
    assert is_out(client)


def test_18_each_login_has_an_id_of_its_own(client: DeskClient, agent: User) -> None:
    first = client.log_in(agent.login).cookies[COOKIE]
    second = client.log_in(agent.login).cookies[COOKIE]

    assert first != second


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: DeskClient, agent: User
) -> None:
    header = client.log_in(agent.login).headers["set-cookie"]

    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/" in header
    assert "Domain" not in header


def test_over_https_the_cookie_is_for_this_host_only(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("https")
    with gateway(home, public_url="https://desk.example") as gate, DeskClient.of(gate.url) as it:
        user = add_user(gate.app, Role.AGENT)
        header = it.log_in(user.login).headers["set-cookie"]

    assert header.startswith("__Host-fairwell_desk=")
    assert "; Secure" in header
    assert "Path=/" in header
    assert "Domain" not in header


@pytest.mark.parametrize("cookie", ["", "x", "' OR 1=1 --", "a" * 43, "A" * 4000])
def test_19_a_forged_session_opens_nothing(client: DeskClient, cookie: str) -> None:
    client.http.cookies.set(COOKIE, cookie)

    assert is_out(client)
    assert client.get("/desk/events", Accept="text/event-stream").status_code == 401


def test_the_hash_that_is_kept_opens_nothing(gate: Gateway, logged_in: DeskClient) -> None:
    with transaction(gate.app.database, read_only=True) as session:
        kept = session.scalars(select(DeskSessionRow.id_hash)).one()
    logged_in.http.cookies.clear()
    logged_in.http.cookies.set(COOKIE, kept)

    assert is_out(logged_in)


@pytest.mark.parametrize(
    ("column", "age"), [("last_seen_at", IDLE), ("created_at", ABSOLUTE)], ids=["idle", "absolute"]
)
def test_19_an_expired_session_opens_nothing(
    gate: Gateway, logged_in: DeskClient, column: str, age: dt.timedelta
) -> None:
    now = dt.datetime.now(dt.UTC)
    set_session(logged_in, gate.app.database, **{column: now - age})

    assert is_out(logged_in)


def test_using_the_desk_keeps_the_session(gate: Gateway, logged_in: DeskClient) -> None:
    secret = logged_in.http.cookies[COOKIE]
    before = dt.datetime.now(dt.UTC) - IDLE + dt.timedelta(minutes=2)
    set_session(logged_in, gate.app.database, last_seen_at=before)
    logged_in.get("/desk/")

    with transaction(gate.app.database, read_only=True) as session:
        row = session.get_one(DeskSessionRow, hash_secret(secret))
        assert row.last_seen_at > before


def test_a_page_opens_while_the_database_cannot_be_written(
    gate: Gateway, logged_in: DeskClient, short_lock: None
) -> None:
    a_while_ago = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    set_session(logged_in, gate.app.database, last_seen_at=a_while_ago)
    with gate.app.database.begin():
        assert logged_in.get("/desk/profile").status_code == 200


def test_19_after_logging_out_the_old_cookie_opens_nothing(logged_in: DeskClient) -> None:
    secret = logged_in.http.cookies[COOKIE]
    assert logged_in.post("/desk/logout").status_code == 303
    logged_in.http.cookies.clear()
    logged_in.http.cookies.set(COOKIE, secret)

    assert is_out(logged_in)


def test_another_password_ends_all_other_sessions(
    gate: Gateway, logged_in: DeskClient, agent: User
) -> None:
    with DeskClient.of(gate.url) as other:
        other.log_in(agent.login)
        changed = other.post("/desk/profile/password", old=PASSWORD, new=f"{PASSWORD} zusammen")

        assert changed.status_code == 303
        assert is_out(logged_in)
        assert not is_out(other)


def test_a_page_asked_for_too_early_is_shown_after_the_login(
    client: DeskClient, agent: User
) -> None:
    asked = client.get("/desk/profile?done=profile")
    assert asked.headers["location"] == "/desk/login?next=%2Fdesk%2Fprofile%3Fdone%3Dprofile"
    answer = client.post(
        "/desk/login", login=agent.login, password=PASSWORD, next="/desk/profile?done=profile"
    )

    assert answer.headers["location"] == "/desk/profile?done=profile"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/desk/../evil",
        "/desk/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/kuendigen",
    ],
)
def test_the_login_leads_nowhere_else(client: DeskClient, agent: User, target: str) -> None:
    answer = client.post("/desk/login", login=agent.login, password=PASSWORD, next=target)

    assert answer.headers["location"] == "/desk/"
