"""The demo's login: for demo accounts only, in a demo only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from fairwell import paths
from fairwell.rules.identity.token import LIFETIME, verify_token
from tests.integration.serving import Gateway, gateway

KEYS = {"demo": "demo-secret-" + "d" * 32}
ACCOUNTS: list[dict[str, Any]] = yaml.safe_load(paths.DEMO_ACCOUNTS.read_text())["accounts"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Gateway]:
    with gateway(tmp_path, demo=True, identity_keys=KEYS) as running:
        yield running


def test_every_demo_account_gets_a_good_fresh_token(demo: Gateway) -> None:
    now = dt.datetime.now(dt.UTC)
    ids = set()
    for account in [*ACCOUNTS, ACCOUNTS[0]]:
        response = demo.http.get(f"/dev/identity/{account['user_name']}")
        claims = verify_token(response.json()["token"], KEYS, now)
        ids.add(claims.token_id)

        assert response.headers["Cache-Control"] == "no-store"
        assert (claims.user_name, claims.email) == (account["user_name"], account["email"])
        assert claims.usable_until <= now + LIFETIME + dt.timedelta(seconds=60)
    assert len(ids) == len(ACCOUNTS) + 1


@pytest.mark.parametrize(
    "name", ["nobody", "", "%2e%2e", "blumen-mueller%00", "BLUMEN-MUELLER", "blumen-mueller/x"]
)
def test_nobody_else_gets_one(demo: Gateway, name: str) -> None:
    assert demo.http.get(f"/dev/identity/{name}").status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize(("path", "role"), [("/", "kostenlose Testphase"), ("/en", "free trial")])
def test_the_help_page_offers_every_account_with_its_role(
    demo: Gateway, path: str, role: str
) -> None:
    page = demo.http.get(path).text
    offered = dict(re.findall(r'<option value="/dev/identity/([^"]+)">[^<]+ – ([^<]+)<', page))

    assert sorted(offered) == sorted(account["user_name"] for account in ACCOUNTS)
    assert offered["yoga-isar"] == role
    assert len(set(offered.values())) == 7
    assert page.count('<option value="">') == 1
    assert '<script type="module" src="/static/person.js">' in page


@pytest.mark.parametrize(
    "settings",
    [
        {"demo": False, "identity_keys": KEYS},
        {"demo": True, "identity_keys": {}},
        {"demo": False, "identity_keys": {}},
    ],
)
def test_outside_a_demo_and_without_a_key_there_is_no_such_thing(
    tmp_path: Path, settings: dict[str, Any]
) -> None:
    with gateway(tmp_path, **settings) as running:
        page = running.http.get("/").text

        assert running.http.get("/dev/identity/blumen-mueller").status_code == (
            httpx.codes.NOT_FOUND
        )
        assert "person" not in page
        assert "/dev/identity" not in page


def test_another_site_cannot_read_a_token(demo: Gateway) -> None:
    response = demo.http.get(
        "/dev/identity/blumen-mueller", headers={"Origin": "https://evil.example"}
    )

    assert "Access-Control-Allow-Origin" not in response.headers
