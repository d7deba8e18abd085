"""Pages of another role, headers of every page, and what refusals look like."""

from __future__ import annotations

import httpx
import pytest

from fairwell.desk.app import CSP
from fairwell.rules.access.roles import WITH_PAGES, Role
from fairwell.services.context import Context
from fairwell.services.staff import login, users
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway, gateway
from tests.support.desk import COOKIE, DeskClient, add_user

PAGES = {
    "/desk/": set(Role),
    "/desk/profile": set(Role),
    "/desk/users": {Role.ADMIN},
    "/desk/users/x": {Role.ADMIN},
    "/desk/audit": {Role.ADMIN, Role.SUPERVISOR},
    "/desk/cases": {Role.AGENT, Role.SUPERVISOR},
    "/desk/closed": {Role.AGENT, Role.SUPERVISOR},
    "/desk/replies": {Role.ADMIN, Role.SUPERVISOR},
}
LINKED = ("/desk/users", "/desk/audit", "/desk/cases", "/desk/replies")


@pytest.mark.parametrize("role", list(Role))
def test_17_pages_of_another_role_are_refused_and_not_linked(
    gate: Gateway, client: DeskClient, role: Role
) -> None:
    client.log_in(add_user(gate.app, role).login)
    home = client.get("/desk/").text

    for path, roles in PAGES.items():
        assert (client.get(path).status_code == 403) == (role not in roles), path
        if path in LINKED:
            assert (f'href="{path}"' in home) == (role in roles), path


def test_roles_with_pages_are_those_that_open_one() -> None:
    """Home and profile are for everybody; a role that opens nothing else is not on offer."""
    pages = {path: roles for path, roles in PAGES.items() if roles != set(Role)}

    assert set().union(*pages.values()) == WITH_PAGES


def test_a_role_without_pages_is_hidden_until_somebody_has_it(
    gate: Gateway, client: DeskClient, admin: User
) -> None:
    client.log_in(admin.login)
    agent, trainer = add_user(gate.app, Role.AGENT), add_user(gate.app, Role.TRAINER)

    assert ('value="trainer"' in client.get("/desk/users").text) is False
    for user, shown in ((agent, False), (trainer, True)):
        page = f"/desk/users/{user.id}"
        assert ('value="trainer"' in client.get(page).text) is shown
        answer = client.post(f"{page}/roles", role=["agent", "trainer"])
        assert answer.status_code == (303 if shown else 400)
    held = {user.id: user.roles for user in users.everybody(gate.app)}
    assert held[agent.id] == {Role.AGENT}
    assert held[trainer.id] == {Role.AGENT, Role.TRAINER}


def test_17_a_role_that_is_taken_away_is_gone_at_once(
    gate: Gateway, client: DeskClient, admin: User
) -> None:
    leader = add_user(gate.app, Role.SUPERVISOR)
    client.log_in(leader.login)
    assert client.get("/desk/audit").status_code == 200
    users.set_roles(leader.id, frozenset({Role.AGENT}), by=admin, app=gate.app)

    refused = client.get("/desk/audit")
    assert refused.status_code == 403
    assert "Diese Seite gehört nicht zu Ihren Aufgaben" in refused.text


def test_a_refusal_for_htmx_is_a_part_for_the_notice(client: DeskClient, agent: User) -> None:
    signed_out = client.get("/desk/audit", **{"HX-Request": "true"})
    client.log_in(agent.login)
    forbidden = client.get("/desk/audit", **{"HX-Request": "true"})

    for answer, status in ((signed_out, 401), (forbidden, 403)):
        assert answer.status_code == status
        assert answer.text.startswith('<div id="notice" hx-swap-oob="innerHTML">')
        assert "<html" not in answer.text
        assert 'class="message bad"' in answer.text


@pytest.mark.parametrize(
    "path", ["/desk/login", "/desk/", "/desk/nothing", "/desk/link/x", "/desk/static/desk.js"]
)
def test_26_no_page_can_be_framed_cached_or_run_foreign_code(client: DeskClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"] == CSP
    assert "frame-ancestors 'none'" in CSP
    assert "unsafe" not in CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


def test_29_other_sites_get_no_answers_with_the_session(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("cors")
    with gateway(home, allowed_origins=["https://help.example"]) as gate:
        answer = httpx.get(
            f"{gate.url}/desk/login", headers={"Origin": "https://help.example"}, trust_env=False
        )

    assert "access-control-allow-credentials" not in answer.headers


def test_an_error_shows_nothing_of_what_went_wrong(
    gate: Gateway, client: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str, __: Context) -> None:
        raise RuntimeError("a secret of the inside")

    client.http.cookies.set(COOKIE, "a" * 43)
    monkeypatch.setattr(login, "session_of", broken)
    answer = client.get("/desk/profile")

    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert "Der Arbeitsplatz ist gerade nicht benutzbar" in answer.text
