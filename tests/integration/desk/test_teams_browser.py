"""Teams on the pages of the desk: who belongs to which, whose a conversation is, and passing on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.language import Language
from fairwell.services.handoff import queue as handoff_queue
from fairwell.services.staff import audit, presence, users
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway, gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user
from tests.support.talks import be_there, take_over, wait_for_person
from tests.support.teams import BILLING, DISPUTES, policy_with_teams


@pytest.fixture(scope="module")
def running_gate(tmp_path_factory: pytest.TempPathFactory, stocked_file: Path) -> Iterator[Gateway]:
    """A gateway whose policy has two teams."""
    home = tmp_path_factory.mktemp("gateway")
    shutil.copy(stocked_file, home / "fairwell.db")
    policy = policy_with_teams(home, DISPUTES, BILLING)
    with gateway(home, demo=True, policy=str(policy)) as running:
        yield running


def joins(gate: Gateway, user: User, *teams: str) -> User:
    return users.set_teams(user.id, frozenset(teams), by="test", app=gate.app)


@pytest.mark.parametrize("language", ["de"])
def test_an_admin_says_who_belongs_to_which_team(
    gate: Gateway, open_desk: Opened, language: Language
) -> None:
    admin = add_user(gate.app, Role.ADMIN, name="Ada Admin", language=language)
    page = open_desk(admin).page
    page.goto(f"{gate.url}/desk/users")
    assert violations(page) == []
    page.locator("#login").fill("kim@desk.example")
    page.locator("#name").fill("Kim Beispiel")
    page.get_by_role("checkbox").first.check()
    page.get_by_label({"de": "Abrechnung", "en": "Billing"}[language]).check()
    page.get_by_role("button", name=re.compile("^(Hinzufügen|Add)$")).click()
    disputes = page.get_by_label({"de": "Streitfälle", "en": "Disputes"}[language])
    expect(disputes).not_to_be_checked()
    assert violations(page) == []

    disputes.check()
    page.get_by_role("button", name=re.compile("Teams speichern|Save the teams")).click()

    expect(disputes).to_be_checked()
    kim = users.by_login("kim@desk.example", gate.app)
    assert kim.teams == {"billing", "disputes"}
    assert kim.roles == {Role.AGENT}
    page.goto(f"{gate.url}/desk/users")
    names = {"de": "Streitfälle, Abrechnung", "en": "Disputes, Billing"}[language]
    expect(page.get_by_role("row", name="Kim Beispiel")).to_contain_text(names)
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
    (line,) = audit.lines(AuditFilter(what=AuditEvent.USER_CHANGED), 9, gate.app)
    assert line.entry.details == {"user": kim.login, "teams": "billing, disputes"}


def test_only_admins_change_teams_and_only_to_those_there_are(
    gate: Gateway, admin: User, agent: User, client: DeskClient
) -> None:
    client.log_in(agent.login)
    path = f"/desk/users/{agent.id}/teams"
    assert client.post(path, team="billing").status_code == httpx.codes.FORBIDDEN
    client.post("/desk/logout")
    client.log_in(admin.login)

    answer = client.post(path, team="sales")

    assert answer.status_code == httpx.codes.CONFLICT
    assert "Dieses Team gibt es nicht mehr" in answer.text
    assert users.by_login(agent.login, gate.app).teams == frozenset()


@pytest.mark.parametrize("language", ["en"])
def test_the_queue_tells_the_team_and_keeps_ones_own_teams_by_the_address(
    gate: Gateway, open_desk: Opened, anna: User, language: Language
) -> None:
    user = joins(gate, add_user(gate.app, Role.AGENT, language=language, name="Kim"), "billing")
    joins(gate, anna, "disputes")
    be_there(gate, agent_of(user))
    disputed, asked = wait_for_person(gate, reason="disputed"), wait_for_person(gate)
    visit = open_desk(user)
    page, rows = visit.page, visit.page.locator("#waiting li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(
        {"de": "Team: Streitfälle", "en": "Team: Disputes"}[language]
    )
    expect(rows.last).not_to_contain_text("Team")

    page.locator("details.filter summary").click()
    page.locator("#team").select_option({"de": "meine Teams", "en": "my teams"}[language])
    page.locator("details.filter button").click()

    expect(page).to_have_url(f"{gate.url}/desk/?language=&reason=&show=&team=mine")
    expect(rows).to_have_count(1)
    expect(page.locator(f"#open-{asked.talk}")).to_be_visible()
    assert violations(page) == []

    # Nobody of the other team is left: theirs is everybody's at once, by live news.
    presence.say_present(agent_of(anna), "away", gate.app)
    expect(page.locator(f"#open-{disputed.talk}")).to_be_visible()
    everybodys = {"de": "Niemand aus dem Team ist da: für alle", "en": "open to everybody"}[
        language
    ]
    expect(rows.first).to_contain_text(everybodys)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
    assert visit.complaints == []


@pytest.mark.parametrize(
    ("team", "shown"), [("disputes", {0}), ("everybodys", {1}), ("billing", set()), ("x", {0, 1})]
)
def test_the_filter_keeps_one_team_or_what_is_no_teams(
    gate: Gateway, anna: User, client: DeskClient, team: str, shown: set[int]
) -> None:
    talks = [wait_for_person(gate, reason="disputed"), wait_for_person(gate)]
    client.log_in(anna.login)

    page = client.get(f"/desk/?team={team}").text

    assert {n for n, talk in enumerate(talks) if f"open-{talk.talk}" in page} == shown


def test_a_transfer_to_a_team_is_seen_there_and_by_who_reads_along(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    joins(gate, ben, "billing")
    waiting = wait_for_person(gate)
    page = take_over(gate, open_desk(anna), waiting)
    queue, reader = open_desk(ben).page, open_desk(ben).page
    reader.goto(gate.url + waiting.path)
    expect(reader.locator("#state")).to_contain_text("Bei Anna Beispiel")

    page.locator("#step-transfer").click()
    expect(page.locator("#to option")).to_have_text(
        [
            "Zurück in die Warteschlange",
            "Team: Streitfälle (niemand da: für alle)",
            "Team: Abrechnung",
            "Ben Muster",
        ]
    )
    assert violations(page) == []
    page.get_by_label("An wen").select_option("Team: Abrechnung")
    page.get_by_label("Warum").fill("Fragt nach einer Rechnung.")
    page.get_by_role("button", name="Gespräch weitergeben").click()

    expect(queue.locator("#waiting li")).to_contain_text("Team: Abrechnung")
    expect(reader.locator("#state")).to_contain_text("Team: Abrechnung")
    expect(reader.locator("#notes")).to_contain_text("Fragt nach einer Rechnung.")
    assert violations(reader) == []
    (line,) = audit.lines(AuditFilter(what=AuditEvent.TRANSFER), 9, gate.app)
    assert line.entry.details == {"team": "billing", "reason": "Fragt nach einer Rechnung."}


def test_a_transfer_to_a_team_there_is_not_does_nothing(
    gate: Gateway, anna: User, client: DeskClient
) -> None:
    waiting = wait_for_person(gate)
    client.log_in(anna.login)
    client.post(f"{waiting.path}/claim")

    answer = client.post(f"{waiting.path}/transfer", to="team:sales", reason="Angebot")

    assert answer.status_code == httpx.codes.CONFLICT
    assert len(handoff_queue.mine(agent_of(anna), gate.app)) == 1


@pytest.mark.parametrize("language", ["de"])
def test_supervisors_see_who_waits_by_team(
    gate: Gateway, open_desk: Opened, anna: User, language: Language
) -> None:
    joins(gate, anna, "disputes")
    wait_for_person(gate, reason="disputed")
    wait_for_person(gate)
    supervisor = add_user(gate.app, Role.SUPERVISOR, language=language)
    page = open_desk(supervisor).page

    page.goto(f"{gate.url}/desk/supervisor")

    table = page.get_by_role("table", name=re.compile("Wartende nach Team|Waiting by team"))
    rows = [row.split() for row in table.locator("tbody tr").all_inner_texts()]
    assert [row[-2:] for row in rows] == [["1", "1"], ["0", "0"], ["1", "1"]]
    assert [row[0] for row in rows][:2] == {
        "de": ["Streitfälle", "Abrechnung"],
        "en": ["Disputes", "Billing"],
    }[language]
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_width(page)
