"""Logging in with the company account, in a real browser, at a real provider on another site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.services.staff import audit, links, users
from fairwell.services.staff import login as desk_login
from fairwell.services.staff import provider as desk_provider
from fairwell.services.staff.links import LinkUsed
from fairwell.services.staff.login import WrongPassword
from fairwell.services.staff.provider import Proven, SubjectTaken
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import Subject
from tests.integration.serving import Gateway, gateway, serving
from tests.support.axe import violations
from tests.support.browser import open_visit
from tests.support.desk import PASSWORD, DeskClient, add_user
from tests.support.openid import CLIENT_ID, CLIENT_SECRET, Claims, Provider

ROLES = {"support": ["agent"], "leads": ["agent", "supervisor"]}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gateway, Provider]]:
    provider = Provider()
    with serving(provider.app) as url:
        # Another site than the desk's, so that the browser treats the way back as one from there.
        provider.issuer = url.replace("127.0.0.1", "localhost")
        with gateway(
            tmp_path_factory.mktemp("desk"),
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_roles_claim="groups",
            oidc_roles=ROLES,
        ) as gate:
            yield gate, provider


@pytest.fixture
def provider(running: tuple[Gateway, Provider]) -> Provider:
    running[1].forget()
    return running[1]


@pytest.fixture
def site(running: tuple[Gateway, Provider]) -> Gateway:
    return running[0]


@pytest.fixture
def page(browser: Browser, site: Gateway) -> Iterator[Page]:
    with ExitStack() as opened:
        visit = opened.enter_context(open_visit(browser, site.url, "de"))
        visit.page.goto(f"{site.url}/desk/profile")
        yield visit.page


def log_in(page: Page) -> None:
    page.get_by_role("link", name="Mit dem Firmenkonto anmelden").click()
    page.get_by_role("button", name="Continue as Kim").click()


def is_logged_in(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    expect(page.locator(".who")).to_contain_text("Kim Beispiel")


def is_refused(page: Page, words: str = "hat nicht funktioniert") -> None:
    expect(page.get_by_role("alert")).to_contain_text(words)
    assert violations(page) == []
    assert "fairwell_desk" not in {cookie["name"] for cookie in page.context.cookies()}


def test_whoever_the_provider_vouches_for_is_logged_in_and_lands_where_they_wanted(
    site: Gateway, provider: Provider, page: Page
) -> None:
    assert violations(page) == []
    log_in(page)

    is_logged_in(page)
    user = users.by_login("kim@company.example", site.app)
    assert user.subject == Subject(provider.issuer, "subject-1")
    assert user.roles == {Role.AGENT}
    assert user.password_hash is None
    assert "fairwell_oidc" not in {cookie["name"] for cookie in page.context.cookies()}


def test_the_subject_says_who_it_is_and_the_claim_what_they_may_do_now(
    site: Gateway, provider: Provider, page: Page
) -> None:
    provider.person |= {"sub": "subject-2", "email": "sam@company.example"}
    log_in(page)
    is_logged_in(page)
    page.get_by_role("button", name="Abmelden").click()
    provider.person |= {"email": "renamed@company.example", "groups": ["leads", "chess club"]}
    page.goto(f"{site.url}/desk/profile")
    log_in(page)
    is_logged_in(page)

    user = users.by_login("sam@company.example", site.app)
    assert user.roles == {Role.AGENT, Role.SUPERVISOR}


def test_an_address_at_the_provider_opens_nobody_elses_account(
    site: Gateway, provider: Provider, page: Page
) -> None:
    local = add_user(site.app, Role.ADMIN, login="boss@company.example")
    provider.person |= {"sub": "subject-3", "email": "boss@company.example"}
    log_in(page)
    is_logged_in(page)

    kept = users.by_login("boss@company.example", site.app)
    assert (kept.id, kept.subject, kept.roles) == (local.id, None, {Role.ADMIN})
    host = provider.issuer.removeprefix("http://")
    assert users.by_login(f"subject-3@{host}", site.app).roles == {Role.AGENT}


def test_a_user_whom_an_admin_connected_comes_in_by_the_provider_and_no_other_way(
    site: Gateway, provider: Provider, page: Page
) -> None:
    app = site.app
    add_user(app, Role.ADMIN, login="other-admin@desk.example")
    local = add_user(app, Role.TRAINER, login="kim@desk.example")
    session = desk_login.log_in(local.login, PASSWORD, "192.0.2.1", app).secret
    unused = links.password_link(local.id, by="test", app=app)
    provider.person |= {"sub": "subject-6"}

    desk_provider.connect(local.id, Subject(provider.issuer, "subject-6"), by="test", app=app)
    log_in(page)

    is_logged_in(page)
    expect(page.locator(".who")).to_contain_text(local.display_name)
    known = users.by_login(local.login, app)
    assert (known.id, known.roles) == (local.id, {Role.AGENT})
    assert desk_login.session_of(session, app) is None
    with pytest.raises(WrongPassword):
        desk_login.log_in(local.login, PASSWORD, "192.0.2.1", app)
    with pytest.raises(LinkUsed):
        links.set_password_by_link(unused, PASSWORD, app)
    (line,) = audit.lines(AuditFilter(what=AuditEvent.USER_CONNECTED), 9, app)
    assert line.entry.details == {"user": local.login}


def test_parted_again_the_provider_opens_an_account_of_its_own_and_not_theirs(
    site: Gateway, provider: Provider, page: Page
) -> None:
    app = site.app
    local = add_user(app, Role.AGENT, login="alex@desk.example")
    desk_provider.connect(local.id, Subject(provider.issuer, "subject-7"), by="test", app=app)
    desk_provider.part(local.id, by="test", app=app)
    provider.person |= {"sub": "subject-7", "email": "alex@company.example"}

    log_in(page)

    is_logged_in(page)
    assert users.by_login("alex@company.example", app).id != local.id
    assert users.by_login(local.login, app).subject is None


def test_somebody_the_provider_knows_here_already_is_not_connected_twice(
    site: Gateway, provider: Provider, page: Page
) -> None:
    app = site.app
    local = add_user(app, Role.AGENT)
    provider.person |= {"sub": "subject-8", "email": "twice@company.example"}
    log_in(page)
    is_logged_in(page)

    with pytest.raises(SubjectTaken, match=r"twice@company\.example"):
        desk_provider.connect(local.id, Subject(provider.issuer, "subject-8"), by="test", app=app)

    kept = users.by_login(local.login, app)
    assert kept.subject is None
    assert kept.password_hash is not None


def test_a_claim_does_not_take_the_only_admin_away(tmp_path: Path, provider: Provider) -> None:
    with gateway(tmp_path) as gate:
        app = gate.app
        ada = add_user(app, Role.ADMIN, login="ada@desk.example")
        subject = Subject(provider.issuer, "subject-9")
        desk_provider.connect(ada.id, subject, by="test", app=app)
        claimed = Proven(subject, ada.login, ada.display_name, frozenset({Role.AGENT}), "de")

        assert desk_provider.log_in_by_provider(claimed, app).user.roles == {Role.AGENT, Role.ADMIN}

        add_user(app, Role.ADMIN, login="eve@desk.example")
        assert desk_provider.log_in_by_provider(claimed, app).user.roles == {Role.AGENT}


def test_without_a_role_of_the_desk_nobody_is_let_in(
    site: Gateway, provider: Provider, page: Page
) -> None:
    provider.person |= {"sub": "subject-4", "groups": ["sales"]}
    log_in(page)

    is_refused(page, "darf den Arbeitsplatz nicht benutzen")


def test_a_disabled_user_is_not_let_in_by_the_provider(
    site: Gateway, provider: Provider, page: Page
) -> None:
    provider.person |= {"sub": "subject-5", "email": "ex@company.example"}
    log_in(page)
    is_logged_in(page)
    users.disable(users.by_login("ex@company.example", site.app).id, by="test", app=site.app)
    page.goto(f"{site.url}/desk/profile")
    log_in(page)

    expect(page.get_by_role("alert")).to_contain_text("darf den Arbeitsplatz nicht benutzen")
    page.goto(f"{site.url}/desk/profile")
    expect(page.get_by_role("heading", level=1)).to_have_text("Am Arbeitsplatz anmelden")


YEAR = int(dt.timedelta(days=365).total_seconds())


@pytest.mark.parametrize(
    "bent",
    [
        {"aud": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "of another login"},
        {"sub": None},
        {"age": YEAR},
    ],
    ids=lambda bent: next(iter(bent)),
)
def test_a_token_that_is_not_for_this_login_opens_nothing(
    provider: Provider, page: Page, bent: Claims
) -> None:
    def forge(claims: Claims) -> Claims:
        age = bent.get("age", 0)
        claims = claims | {"iat": claims["iat"] - age, "exp": claims["exp"] - age} | bent
        return {name: value for name, value in claims.items() if value is not None}

    provider.forge = forge
    log_in(page)

    is_refused(page)


def test_a_token_signed_by_somebody_else_opens_nothing(provider: Provider, page: Page) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    log_in(page)

    is_refused(page)


def test_whoever_changes_their_mind_at_the_provider_may_try_again(
    provider: Provider, page: Page
) -> None:
    provider.refuses = "access_denied"
    log_in(page)
    is_refused(page)
    provider.refuses = ""
    log_in(page)

    expect(page.locator(".who")).to_contain_text("Kim Beispiel")


def test_a_way_back_that_another_browser_began_opens_nothing(
    site: Gateway, provider: Provider, page: Page
) -> None:
    page.get_by_role("link", name="Mit dem Firmenkonto anmelden").click()
    state = provider.asked[-1]["state"]
    with DeskClient.of(site.url) as victim:
        answer = victim.get(f"/desk/oidc/back?code=stolen&state={state}")

    assert answer.status_code == 502
    assert "fairwell_desk" not in answer.cookies


def test_a_provider_that_is_away_leaves_the_password(
    tmp_path: Path, browser: Browser, provider: Provider
) -> None:
    gone = replace(provider, issuer="http://127.0.0.1:9")
    with (
        gateway(tmp_path, oidc_issuer=gone.issuer, oidc_client_id=CLIENT_ID) as gate,
        DeskClient.of(gate.url) as client,
    ):
        answer = client.get("/desk/oidc/login")
        user = add_user(gate.app, Role.AGENT)

        assert answer.status_code == 502
        assert client.log_in(user.login).status_code == 303


def test_without_a_provider_there_is_no_such_page(client: DeskClient) -> None:
    assert client.get("/desk/oidc/login").status_code == 404
    assert "/desk/oidc" not in client.get("/desk/login").text
