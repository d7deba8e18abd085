"""The audit: what is on record, that nothing changes it, and what retention removes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import DBAPIError

from fairwell import paths
from fairwell.policy.policy import Policy
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.privacy.retention import Retained as Kept
from fairwell.rules.privacy.retention import RetentionDue, RetentionLimits
from fairwell.services.context import Context
from fairwell.services.staff import audit, links, users
from fairwell.services.staff import login as desk_login
from fairwell.services.staff.login import WrongPassword
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.desk_retention import count_of_the_desk, remove_of_the_desk
from fairwell.store.staff.tables import AuditRow, DeskAttemptRow, DeskLinkRow, DeskSessionRow
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import PASSWORD, DeskClient, add_user

pytest_plugins = ("tests.support.postgres",)

NOW = dt.datetime.now(dt.UTC)
YEAR = dt.timedelta(days=365)
DUE = RetentionDue(NOW, RetentionLimits(transcripts=YEAR, audit=YEAR, case_years=6))


@pytest.fixture
def store(database: Engine) -> Store:
    return Store(database)


@pytest.fixture
def desk(store: Store) -> Context:
    return Context(Policy(paths.POLICY), lambda: store)


def told(desk: Context, **wanted: str) -> list[tuple[AuditEvent, str, dict[str, str]]]:
    """Event, actor and details of the lines, oldest first."""
    lines = audit.lines(AuditFilter(**wanted), 100, desk)
    return [(one.entry.what, one.entry.actor, dict(one.entry.details)) for one in lines][::-1]


def test_logins_and_changes_of_users_are_on_record(desk: Context) -> None:
    user = add_user(desk, Role.ADMIN, login="ada@desk.example")
    with pytest.raises(WrongPassword):
        desk_login.log_in(user.login, "wrong", "192.0.2.1", desk)
    with pytest.raises(WrongPassword):
        desk_login.log_in("what somebody typed", "wrong", "192.0.2.1", desk)
    found = desk_login.session_of(
        desk_login.log_in(user.login, PASSWORD, "192.0.2.1", desk).secret, desk
    )
    assert found
    desk_login.log_out(*found, desk)
    other = add_user(desk, Role.AGENT, login="kim@desk.example")
    users.set_roles(other.id, frozenset({Role.TRAINER, Role.APPROVER}), by=user, app=desk)
    users.disable(other.id, by=user, app=desk)

    ada, kim = {"user": "ada@desk.example"}, {"user": "kim@desk.example"}
    assert told(desk) == [
        (AuditEvent.USER_ADDED, "test", ada | {"roles": "admin"}),
        (AuditEvent.LINK_MADE, "test", ada),
        (AuditEvent.PASSWORD_CHANGED, "ada@desk.example", ada),
        (AuditEvent.LOGIN_FAILED, "ada@desk.example", {"way": "password"}),
        (AuditEvent.LOGIN_FAILED, "unknown", {"way": "password"}),
        (AuditEvent.LOGIN, "ada@desk.example", {"way": "password"}),
        (AuditEvent.LOGOUT, "ada@desk.example", {}),
        (AuditEvent.USER_ADDED, "test", kim | {"roles": "agent"}),
        (AuditEvent.LINK_MADE, "test", kim),
        (AuditEvent.PASSWORD_CHANGED, "kim@desk.example", kim),
        (AuditEvent.USER_CHANGED, "ada@desk.example", kim | {"roles": "approver, trainer"}),
        (AuditEvent.USER_DISABLED, "ada@desk.example", kim),
    ]


def test_a_line_is_kept_with_what_it_tells_of_or_not_at_all(store: Store, desk: Context) -> None:
    def claim(fails: bool) -> None:
        with store.begin() as work:
            audit.record(work.audit, AuditEvent.CLAIM, "kim", NOW, conversation_id="C1")
            if fails:
                raise RuntimeError("the claim did not work out")

    with pytest.raises(RuntimeError):
        claim(fails=True)
    assert told(desk) == []
    claim(fails=False)
    assert told(desk, about="C1") == [(AuditEvent.CLAIM, "kim", {})]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(
    database: Engine, store: Store, statement: str
) -> None:
    with store.begin() as work:
        audit.record(work.audit, AuditEvent.LOGIN, "kim", NOW)

    with (
        pytest.raises(DBAPIError, match="audit"),
        database.begin() as connection,
    ):
        connection.execute(text(statement))


def test_postgresql_refuses_to_empty_the_audit(database: Engine) -> None:
    if database.dialect.name == "postgresql":  # SQLite has no such statement
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
            connection.execute(text("TRUNCATE audit"))


def test_retention_removes_old_lines_and_only_them(
    database: Engine, store: Store, desk: Context
) -> None:
    with store.begin() as work:
        for days in (400, 366, 364, 0):
            at = NOW - dt.timedelta(days=days)
            audit.record(work.audit, AuditEvent.LOGIN, f"{days} days ago", at)

    with transaction(database) as session:
        assert count_of_the_desk(session, Kept.AUDIT, DUE) == 2
        assert remove_of_the_desk(session, Kept.AUDIT, DUE, at_most=1) == 1
        assert remove_of_the_desk(session, Kept.AUDIT, DUE, at_most=9) == 1
        assert remove_of_the_desk(session, Kept.AUDIT, DUE, at_most=9) == 0
    assert [actor for _, actor, _ in told(desk)] == ["364 days ago", "0 days ago"]
    with pytest.raises(DBAPIError, match="audit"), database.begin() as connection:
        connection.execute(text("DELETE FROM audit"))


def test_retention_removes_logins_that_are_over(database: Engine, desk: Context) -> None:
    user = add_user(desk, Role.AGENT)
    links.password_link(user.id, by="test", app=desk)
    with pytest.raises(WrongPassword):
        desk_login.log_in(user.login, "wrong", "192.0.2.1", desk)
    desk_login.log_in(user.login, PASSWORD, "192.0.2.2", desk)

    with transaction(database) as session:
        assert count_of_the_desk(session, Kept.LOGINS, DUE) == 0
        old = NOW - dt.timedelta(days=2)
        session.execute(update(DeskSessionRow).values(created_at=old))
        session.execute(update(DeskLinkRow).values(expires_at=old))
        session.execute(update(DeskAttemptRow).values(last_at=old))
        due = count_of_the_desk(session, Kept.LOGINS, DUE)
        assert due == remove_of_the_desk(session, Kept.LOGINS, DUE, at_most=99) == 4
        assert session.query(AuditRow).count() > 0


# --- the page -----------------------------------------------------------------------------------


Shown = Callable[..., list[str]]


@pytest.fixture
def shown(gate: Gateway, client: DeskClient, admin: User) -> Shown:
    """``shown("?what=...")``: who did what, as the page tells it, newest first."""
    client.log_in(admin.login)
    with gate.app.store.begin() as work:
        for number in range(60):
            audit.record(
                work.audit,
                AuditEvent.READ if number % 2 else AuditEvent.REVEAL,
                f"agent-{number}",
                NOW - dt.timedelta(days=number),
                conversation_id=f"C{number % 3}",
            )

    def read(query: str) -> list[str]:
        page = client.get(f"/desk/audit{query}").text
        return re.findall(r'<td data-label="Wer">(agent-\d+)</td>', page)

    return read


def test_the_page_shows_the_newest_lines_and_leads_to_older_ones(
    shown: Shown, client: DeskClient
) -> None:
    first = shown("?about=")
    assert len(first) == 50
    older = re.search(r'href="/desk/audit(\?before=\d+)"', client.get("/desk/audit").text)
    assert older
    rest = shown(older.group(1))

    assert sorted(first + rest) == sorted(f"agent-{number}" for number in range(60))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?what=reveal", range(0, 60, 2)),
        ("?about=C1", range(1, 60, 3)),
        ("?actor=AGENT-7", [7]),
        ("?what=read&about=C1&actor=agent-7", [7]),
        ("?what=no-such-thing&since=yesterday&actor=agent-7", [7]),
        ("?actor=somebody", []),
    ],
)
def test_the_page_is_filtered(shown: Shown, query: str, expected: list[int]) -> None:
    assert sorted(shown(query)) == sorted(f"agent-{number}" for number in expected)


def test_days_are_whole_days_on_the_clock_of_the_desk(shown: Shown) -> None:
    week_ago = (NOW - dt.timedelta(days=7)).date()

    assert shown(f"?since={week_ago - dt.timedelta(days=1)}&until={week_ago}")
    assert shown("?since=0001-01-01&until=9999-12-31&actor=agent-7") == ["agent-7"]
