"""Requests that no page of the desk sent."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from fairwell.desk.app import ROUTERS
from fairwell.services.staff import users
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, is_out

OPEN_TO_ALL = {"/login", "/link/{token}", "/oidc/login", "/oidc/back"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
    ids=str,
)
def test_25_a_form_from_elsewhere_is_refused_even_with_the_token(
    gate: Gateway, logged_in: DeskClient, agent: User, headers: dict[str, str]
) -> None:
    form = {"csrf": logged_in.token(), "language": "en"}
    answer = logged_in.http.post("/desk/language", data=form, headers=headers)

    assert answer.status_code == 403
    assert users.by_login(agent.login, gate.app).language == "de"


def test_25_a_browser_that_only_tells_the_origin_is_believed(
    gate: Gateway, logged_in: DeskClient, agent: User
) -> None:
    form = {"csrf": logged_in.token(), "language": "en"}
    answer = logged_in.http.post("/desk/language", data=form, headers={"Origin": gate.url})

    assert answer.status_code == 303


@pytest.mark.parametrize("token", ["", "0" * 64, "of another session", "ü"])
def test_25_a_form_without_the_sessions_token_is_refused(
    gate: Gateway, logged_in: DeskClient, agent: User, token: str
) -> None:
    if token == "of another session":
        with DeskClient.of(gate.url) as other:
            other.log_in(agent.login)
            token = other.token()

    assert logged_in.post("/desk/language", token, language="en").status_code == 403
    assert users.by_login(agent.login, gate.app).language == "de"


def test_25_json_as_plain_text_is_refused(logged_in: DeskClient) -> None:
    answer = logged_in.http.post(
        "/desk/language",
        content='{"language": "en"}',
        headers={"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain"},
    )

    assert answer.status_code == 403


ROUTES = sorted(
    (method, "/desk" + route.path.replace("{user_id}", "x"))
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.path not in OPEN_TO_ALL
    for method in route.methods
)
READING = [path for method, path in ROUTES if method == "GET"]
CHANGING = [path for method, path in ROUTES if method != "GET"]


def test_the_routes_are_found() -> None:
    assert {"/desk/users/x/disable", "/desk/logout", "/desk/profile"} <= set(CHANGING)
    assert {"/desk/", "/desk/audit", "/desk/events"} <= set(READING)


@pytest.mark.parametrize("path", CHANGING)
def test_25_whatever_changes_something_needs_the_token(logged_in: DeskClient, path: str) -> None:
    assert logged_in.post(path, token="").status_code == 403


@pytest.mark.parametrize("path", CHANGING)
def test_19_nothing_is_changed_without_a_session(client: DeskClient, path: str) -> None:
    assert client.post(path, token="").status_code == 401


@pytest.mark.parametrize("path", READING)
def test_19_no_page_opens_without_a_session(client: DeskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/login")


def test_25_a_get_logs_nobody_out(logged_in: DeskClient) -> None:
    assert logged_in.get("/desk/logout").status_code == 404
    assert not is_out(logged_in)
