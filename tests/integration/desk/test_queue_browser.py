"""The queue as agents see it: live, concealed, taken by one, and told when nobody is there."""

from __future__ import annotations

from itertools import takewhile

import httpx
import pytest
from playwright.sync_api import expect

from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.services.handoff import queue
from fairwell.services.staff import audit, presence
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.desk.conftest import Opened
from tests.integration.serving import Gateway
from tests.support.axe import fits_width, violations
from tests.support.desk import DeskClient, add_user
from tests.support.talks import wait_for_person
from tests.support.waiting import wait_until


def test_who_asks_for_a_person_appears_by_themselves_longest_wait_first(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    visit = open_desk(anna)
    expect(visit.page.get_by_text("Niemand wartet.")).to_be_visible()

    wait_for_person(gate, text="Rufen Sie mich an: 0171 2345678")
    wait_for_person(gate, "en", reason="unsure")

    rows = visit.page.locator("#waiting li")
    expect(rows).to_have_count(2)
    first, second = rows.all_inner_texts()
    assert "Möchte mit einem Menschen sprechen" in first
    assert "Deutsch" in first
    assert "Antwort fällig bis" in first
    assert "***78" in first
    assert "2345678" not in first
    assert "zweimal nicht verstanden" in second
    assert "Englisch" in second
    expect(visit.page).to_have_title("(2) Warteschlange – fairwell")
    assert violations(visit.page) == []
    assert visit.complaints == []


def test_waiting_time_goes_on_while_the_page_is_open(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    visit = open_desk(anna)
    wait_for_person(gate)
    since = visit.page.locator("#waiting time[data-since]")
    expect(since).to_have_count(1)

    # Ten minutes earlier, by the page's own reckoning.
    earlier = "element => element.dateTime = new Date(Date.now() - 6e5).toISOString()"
    since.evaluate(earlier)

    expect(since).to_have_text("10 Min.")


def test_of_two_agents_who_take_at_once_one_gets_it_and_the_other_reads_who(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    first, second = open_desk(anna), open_desk(ben)
    waiting = wait_for_person(gate)
    for visit in (first, second):
        expect(visit.page.locator(f"#claim-{waiting.talk}")).to_be_visible()

    # Between Ben's click and its arrival at the server, Anna's claim is through.
    second.page.route("**/claim", lambda route: (first_takes(), route.continue_()))

    def first_takes() -> None:
        queue.claim(waiting.talk, agent_of(anna), gate.app)

    second.page.locator(f"#claim-{waiting.talk}").click()

    expect(second.page.get_by_role("alert")).to_contain_text(
        "Anna Beispiel hat dieses Gespräch schon"
    )
    assert violations(second.page) == []


def test_without_a_script_the_loser_gets_the_same_words_with_a_409(
    gate: Gateway, anna: User, ben: User, client: DeskClient
) -> None:
    waiting = wait_for_person(gate)
    client.log_in(ben.login)
    queue.claim(waiting.talk, agent_of(anna), gate.app)

    answer = client.post(f"{waiting.path}/claim")

    assert answer.status_code == httpx.codes.CONFLICT
    assert "Anna Beispiel hat dieses Gespräch schon" in answer.text


def test_a_declined_conversation_stays_for_the_others(
    gate: Gateway, open_desk: Opened, anna: User, ben: User
) -> None:
    first, second = open_desk(anna), open_desk(ben)
    waiting = wait_for_person(gate)

    first.page.locator(f"#decline-{waiting.talk}").click()

    expect(first.page.get_by_text("Von Ihnen abgelehnt")).to_be_visible()
    expect(second.page.locator(f"#decline-{waiting.talk}")).to_be_visible()
    expect(second.page.get_by_text("Von Ihnen abgelehnt")).to_have_count(0)


def test_whoever_goes_away_takes_nothing_and_customers_are_told(
    gate: Gateway, open_desk: Opened, anna: User
) -> None:
    visit = open_desk(anna)
    visit.page.get_by_role("button", name="Abwesend").click()
    expect(visit.page.get_by_text("Sie sind abwesend.")).to_be_visible()
    expect(visit.page.get_by_text("Niemand ist am Arbeitsplatz.")).to_be_visible()
    assert not queue.is_attended(gate.app)

    visit.page.get_by_role("button", name="Am Arbeitsplatz").click()

    expect(visit.page.get_by_text("Sie nehmen neue Gespräche an.")).to_be_visible()
    assert queue.is_attended(gate.app)


def test_an_open_page_is_enough_to_be_at_the_desk(
    gate: Gateway, open_desk: Opened, agent: User
) -> None:
    assert not queue.is_attended(gate.app)

    open_desk(agent)

    wait_until(lambda: queue.is_attended(gate.app), "the open page does not count")


def test_a_stream_that_comes_back_gets_what_it_missed_by_its_last_event(
    gate: Gateway, anna: User, client: DeskClient
) -> None:
    client.log_in(anna.login)
    last = presence.last_event_id(gate.app)
    waiting = wait_for_person(gate)

    headers = {"Last-Event-ID": str(last), "Accept": "text/event-stream"}
    with client.http.stream("GET", "/desk/queue/events", headers=headers) as stream:
        event = "\n".join(takewhile(bool, stream.iter_lines()))

    assert f"id: {presence.last_event_id(gate.app)}" in event
    assert "event: queue" in event
    assert waiting.path in event


def test_supervisors_see_the_queue_and_take_nothing(
    gate: Gateway, open_desk: Opened, anna: User, client: DeskClient
) -> None:
    supervisor = add_user(gate.app, Role.SUPERVISOR, name="Sam Sicht")
    waiting = wait_for_person(gate)
    visit = open_desk(supervisor)

    expect(visit.page.locator("#waiting li")).to_have_count(1)
    expect(visit.page.get_by_role("button", name="Übernehmen")).to_have_count(0)
    client.log_in(supervisor.login)
    assert client.post(f"{waiting.path}/claim").status_code == httpx.codes.FORBIDDEN


def test_others_have_no_queue(gate: Gateway, client: DeskClient) -> None:
    trainer = add_user(gate.app, Role.TRAINER)
    client.log_in(trainer.login)

    assert "Warteschlange" not in client.get("/desk/").text
    for path in ("/desk/queue/lists", "/desk/queue/events", "/desk/queue/count"):
        assert client.get(path).status_code == httpx.codes.FORBIDDEN


def test_taking_and_declining_are_on_record(gate: Gateway, anna: User, client: DeskClient) -> None:
    client.log_in(anna.login)
    declined, taken = wait_for_person(gate), wait_for_person(gate)

    client.post(f"{declined.path}/decline")
    client.post(f"{taken.path}/claim")

    lines = audit.lines(AuditFilter(actor=anna.login), 10, gate.app)
    entries = [line.entry for line in lines]
    assert [(one.what, one.conversation_id) for one in entries if one.conversation_id] == [
        (AuditEvent.CLAIM, taken.talk),
        (AuditEvent.DECLINE, declined.talk),
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_queue_fits_a_narrow_window_in_both_languages(
    gate: Gateway, open_desk: Opened, anna: User, language: str
) -> None:
    user = add_user(gate.app, Role.AGENT, language=language)
    wait_for_person(gate, language)
    visit = open_desk(user)
    visit.page.set_viewport_size({"width": 320, "height": 640})

    expect(visit.page.locator("#waiting li")).to_have_count(1)
    assert fits_width(visit.page)
    assert violations(visit.page) == []
