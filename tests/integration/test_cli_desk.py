"""The desk's users on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fairwell import bootstrap
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.links import LinkPurpose
from fairwell.rules.access.roles import Role
from fairwell.services.staff import audit, links, users
from fairwell.services.staff import login as desk_login
from fairwell.services.staff.links import LinkUsed
from fairwell.services.staff.login import WrongPassword
from fairwell.store.staff.audit import AuditFilter
from tests.support.commands import Run, command_line
from tests.support.desk import PASSWORD, add_user
from tests.support.teams import BILLING, DISPUTES, policy_with_teams

LOGIN = "kim@desk.example"
ADD = ("desk", "user", "add", LOGIN, "--name", "Kim Beispiel", "--role", "agent")


def told(run: Run, *arguments: str) -> Any:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_user_is_added_with_a_link_to_set_the_password(run: Run) -> None:
    added = told(run, *ADD, "--role", "supervisor", "--language", "en")
    app = bootstrap.current_app()
    link, user = links.opened(added["link"].rpartition("/")[2], app)

    assert added["link"].startswith("http://127.0.0.1:8080/desk/link/")
    assert link.purpose is LinkPurpose.PASSWORD
    assert user
    assert (user.login, user.language) == (LOGIN, "en")
    assert user.roles == {Role.AGENT, Role.SUPERVISOR}


def test_the_link_names_the_address_of_the_running_product(run: Run, home: Path) -> None:
    (home / "run.json").write_text(json.dumps({"url": "http://127.0.0.1:9911"}))

    assert told(run, *ADD)["link"].startswith("http://127.0.0.1:9911/desk/link/")


def test_users_are_listed_without_anything_secret(run: Run) -> None:
    told(run, *ADD)
    add_user(bootstrap.current_app(), Role.ADMIN, login="ada@desk.example", name="Ada")

    assert told(run, "desk", "user", "list") == [
        {
            "login": "ada@desk.example",
            "name": "Ada",
            "roles": ["admin"],
            "teams": [],
            "language": "de",
            "password": True,
            "provider": None,
            "subject": None,
            "disabled": False,
        },
        {
            "login": LOGIN,
            "name": "Kim Beispiel",
            "roles": ["agent"],
            "teams": [],
            "language": "de",
            "password": False,
            "provider": None,
            "subject": None,
            "disabled": False,
        },
    ]
    assert LOGIN in run("desk", "user", "list").stdout


def test_roles_are_replaced_and_users_shut_out_and_let_in(run: Run) -> None:
    app = bootstrap.current_app()
    add_user(app, Role.AGENT, login=LOGIN)
    secret = desk_login.log_in(LOGIN, PASSWORD, "192.0.2.1", app).secret

    changed = told(run, "desk", "user", "roles", LOGIN, "--role", "supervisor")
    assert changed[0]["roles"] == ["supervisor"]
    assert told(run, "desk", "user", "disable", LOGIN)[0]["disabled"]
    assert desk_login.session_of(secret, app) is None
    with pytest.raises(WrongPassword):
        desk_login.log_in(LOGIN, PASSWORD, "192.0.2.1", app)
    assert not told(run, "desk", "user", "enable", LOGIN)[0]["disabled"]
    assert desk_login.log_in(LOGIN, PASSWORD, "192.0.2.1", app).user.login == LOGIN
    actors = {
        one.entry.actor for one in audit.lines(AuditFilter(what=AuditEvent.USER_DISABLED), 9, app)
    }
    assert actors == {"command line"}


def test_a_forgotten_password_gets_a_new_link_and_the_older_one_ends(run: Run) -> None:
    first = told(run, *ADD)["link"]
    second = told(run, "desk", "user", "link", LOGIN)["link"]
    app = bootstrap.current_app()

    assert links.set_password_by_link(second.rpartition("/")[2], PASSWORD, app).login == LOGIN
    for link in (first, second):
        with pytest.raises(LinkUsed):
            links.opened(link.rpartition("/")[2], app)


def test_a_user_is_connected_with_their_company_account_and_parted_from_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(run, *ADD)
    connect = ("desk", "user", "connect", LOGIN, "--subject", "subject-1")
    assert "set FAIRWELL_OIDC_ISSUER" in run(*connect).output
    monkeypatch.setenv("FAIRWELL_OIDC_ISSUER", "https://login.company.example")

    (row,) = told(run, *connect)
    assert (row["provider"], row["subject"]) == ("https://login.company.example", "subject-1")
    add_user(bootstrap.current_app(), Role.AGENT, login="ben@desk.example")
    taken = run("desk", "user", "connect", "ben@desk.example", "--subject", "subject-1")
    assert taken.exit_code == 1
    assert f"`fairwell desk user part {LOGIN}` first" in taken.output

    (row,) = told(run, "desk", "user", "part", LOGIN)
    assert (row["provider"], row["subject"], row["password"]) == (None, None, False)
    assert told(run, "desk", "user", "link", LOGIN)["link"]


def test_the_admin_link_is_there_until_there_is_an_admin(run: Run) -> None:
    first = told(run, "desk", "admin-link")["link"].rpartition("/")[2]
    second = told(run, "desk", "admin-link")["link"].rpartition("/")[2]
    app = bootstrap.current_app()
    assert links.opened(second, app)[0].purpose is LinkPurpose.FIRST_ADMIN
    with pytest.raises(LinkUsed):
        links.opened(first, app)
    add_user(app, Role.ADMIN)

    refused = run("desk", "admin-link")
    assert refused.exit_code == 1
    assert "there is an admin already" in refused.output
    with pytest.raises(LinkUsed):
        links.opened(second, app)


def test_what_cannot_be_done_is_told_in_words(run: Run) -> None:
    told(run, *ADD)
    add_user(bootstrap.current_app(), Role.ADMIN, login="ada@desk.example")

    for arguments, words in (
        (ADD, "there is a user kim@desk.example already"),
        (("desk", "user", "link", "nobody"), "there is no user nobody"),
        (("desk", "user", "roles", LOGIN, "--role", "boss"), "'boss' is not a valid role"),
        (("desk", "user", "roles", LOGIN, "--role", "trainer"), "'trainer' is not a valid role"),
        (("desk", "user", "disable", "ada@desk.example"), "is the only admin"),
        (("desk", "user", "add", "a b", "--name", "x", "--role", "agent"), "no spaces"),
    ):
        done = run(*arguments)
        assert done.exit_code == 1
        assert words in done.output


@pytest.fixture
def run_with_teams(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command line where the policy has two teams."""
    monkeypatch.setenv("FAIRWELL_POLICY", str(policy_with_teams(tmp_path, BILLING, DISPUTES)))
    with command_line(home, monkeypatch) as runner:
        yield runner


def test_a_user_belongs_to_the_teams_that_are_named_last(run_with_teams: Run) -> None:
    told(run_with_teams, *ADD, "--team", "billing", "--team", "disputes")
    app = bootstrap.current_app()
    assert users.by_login(LOGIN, app).teams == {"billing", "disputes"}

    (changed,) = told(run_with_teams, "desk", "user", "teams", LOGIN, "--team", "billing")
    assert changed["teams"] == ["billing"]
    (changed,) = told(run_with_teams, "desk", "user", "teams", LOGIN)
    assert changed["teams"] == []

    lines = audit.lines(AuditFilter(what=AuditEvent.USER_CHANGED), 9, app)
    assert [line.entry.details["teams"] for line in lines] == ["", "billing"]
    (added,) = audit.lines(AuditFilter(what=AuditEvent.USER_ADDED), 9, app)
    assert added.entry.details["teams"] == "billing, disputes"


@pytest.mark.parametrize("arguments", [ADD, ("desk", "user", "teams", LOGIN)])
def test_a_team_there_is_not_is_refused_with_those_there_are(
    run_with_teams: Run, arguments: tuple[str, ...]
) -> None:
    if arguments is not ADD:
        told(run_with_teams, *ADD)

    done = run_with_teams(*arguments, "--team", "sales")

    assert done.exit_code == 1
    assert "sales is no team; there are: billing, disputes" in done.output
