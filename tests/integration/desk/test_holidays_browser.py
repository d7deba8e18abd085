"""A list of holidays that ends: supervisors and the log are told a year ahead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from structlog.testing import capture_logs

from fairwell.rules.access.roles import Role
from fairwell.rules.language import Language
from fairwell.services import context
from tests.integration.serving import gateway
from tests.support.axe import fits_width, violations
from tests.support.browser import open_visit
from tests.support.desk import DeskClient, add_user, log_in

MISSING = {"de": "Für 2029 sind keine Feiertage", "en": "No holidays are listed for 2029"}


def it_is(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "utc_now", lambda: dt.datetime(year, 6, 1, tzinfo=dt.UTC))


def warnings(logged: Any) -> list[Any]:
    return [line for line in logged if line["event"] == "holidays_missing"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_in_the_last_year_of_the_list_supervisors_and_the_log_are_told(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    it_is(2028, monkeypatch)
    with capture_logs() as logged, gateway(tmp_path) as gate:
        supervisor = add_user(gate.app, Role.SUPERVISOR, language=language)
        with open_visit(browser, gate.url, language) as visit:
            visit.page.goto(f"{gate.url}/desk/supervisor")
            log_in(visit.page, supervisor)

            expect(visit.page.locator("#figures")).to_contain_text(MISSING[language])
            assert violations(visit.page) == []
            visit.page.set_viewport_size({"width": 320, "height": 640})
            assert fits_width(visit.page)

    (line,) = warnings(logged)
    assert (line["log_level"], line["year"]) == ("warning", 2029)


def test_before_that_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    it_is(2027, monkeypatch)
    with (
        capture_logs() as logged,
        gateway(tmp_path) as gate,
        DeskClient.of(gate.url) as client,
    ):
        client.log_in(add_user(gate.app, Role.SUPERVISOR).login)

        assert "Feiertage" not in client.get("/desk/supervisor").text

    assert warnings(logged) == []
