"""All cases at the desk: lists, search, the file for a spreadsheet, a case's page, its rights."""

from __future__ import annotations

import csv
import io
import json

import pytest

from fairwell.desk.cases.case_csv import defused
from fairwell.desk.conversations.agents import agent_of
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Case, Channel, Kind, Status
from fairwell.rules.handoff.todo import Settled
from fairwell.services.casebook.rights import MOST_TRIES
from fairwell.services.cases import casework
from fairwell.services.cases.record_declaration import record_declaration
from fairwell.services.staff import audit
from fairwell.store.staff.audit import AuditFilter
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import DeskClient, add_user
from tests.support.tables import check_all
from tests.support.talks import ADDRESS, wait_for_person
from tests.unit.samples import a_declaration

OTHER = {"user_name": "radhaus-nord", "email": "kontakt@radhaus-nord.example"}
STRANGER = {"user_name": "blumen-muller", "email": "anna@niemand-hier.example"}


def declare(gate: Gateway, talk: str = "01ALONE", **details: object) -> Case:
    return record_declaration(a_declaration(conversation_id=talk, **details), gate.app).case


def moved(gate: Gateway, case: Case, status: Status) -> Case:
    with gate.app.store.begin() as work:
        case = work.cases.set_status(case.id, status)
        work.ledger.append(case, status, case.requested_at)
    return case


def audited(gate: Gateway, case: Case, what: AuditEvent) -> list[dict[str, str]]:
    lines = audit.lines(AuditFilter(what=what, case_id=case.id), 20, gate.app)
    return [dict(line.entry.details) for line in reversed(lines)]


def test_every_tab_has_its_cases_however_they_were_declared(
    gate: Gateway, logged_in: DeskClient
) -> None:
    declared = declare(gate)
    unmatched = declare(gate, "01FORM", channel=Channel.FORM, **STRANGER)
    verified = moved(gate, declare(gate, "01V"), Status.VERIFIED)
    effective = moved(gate, declare(gate, "01E", **OTHER), Status.EFFECTIVE)
    revoked = moved(gate, declare(gate, "01R", **OTHER), Status.REVOKED)
    disputed = moved(gate, declare(gate, "01D"), Status.DISPUTED)
    everything = {declared, unmatched, verified, effective, revoked, disputed}
    tabs = {
        "": {disputed},
        "unmatched": {unmatched},
        "declared": {declared, unmatched},
        "verified": {verified},
        "effective": {effective},
        "revoked": {revoked},
        "all": everything,
    }

    def check(tab: str) -> None:
        page = logged_in.get(f"/desk/cases?tab={tab}").text
        assert {case.reference for case in everything if case.reference in page} == {
            case.reference for case in tabs[tab]
        }

    check_all(tabs, check)
    page = logged_in.get("/desk/cases?tab=all").text
    for told in ("nicht zugeordnet", "Formular", "Chat", "Kündigung des Accounts", "b***"):
        assert told in page
    assert ADDRESS not in page
    assert "blumen-mueller" not in page


def test_a_case_is_found_by_number_name_address_and_phone(
    gate: Gateway, logged_in: DeskClient
) -> None:
    case = declare(gate)
    call = declare(gate, "01CALL", kind=Kind.CALLBACK, contact="0171 / 234 56 78", **OTHER)
    plain = case.reference.replace("-", "")
    by_number = (case.reference, plain.lower(), f"{plain[:3]} {plain[3:]}", " ".join(plain))
    by_words = {
        "blumen-mueller": case,
        "MUELLER": case,
        ADDRESS: case,
        "kontakt@radhaus": call,
        "+49 171 2345678": call,
        "0171-2345678": call,
        "2345678": call,
    }

    def opens(number: str) -> None:
        answer = logged_in.http.get("/desk/cases", params={"q": number})
        assert answer.headers["location"] == f"/desk/cases/{case.id}"

    def finds(words: str) -> None:
        page = logged_in.http.get("/desk/cases", params={"q": words}).text
        found = {one for one in (case, call) if one.reference in page}
        assert found == {by_words[words]}

    check_all(by_number, opens)
    check_all(by_words, finds)
    for nothing in ("niemand-hier", "%", "_", "' or 1=1 --", "99999999"):
        page = logged_in.http.get("/desk/cases", params={"q": nothing}).text
        assert "Kein Vorgang hat diese Nummer" in page


def test_a_long_list_is_read_page_by_page(
    gate: Gateway, logged_in: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairwell.services.casebook.listing.PAGE", 2)
    cases = [declare(gate, f"01TALK{number}", **OTHER) for number in range(3)]

    first = logged_in.get("/desk/cases?tab=all").text
    second = logged_in.get(f"/desk/cases?tab=all&beyond={cases[1].id}").text

    assert [one.reference in first for one in cases] == [False, True, True]
    assert f"beyond={cases[1].id}" in first
    assert [one.reference in second for one in cases] == [True, False, False]
    assert "beyond=" not in second


def test_supervisors_save_a_list_for_a_spreadsheet_and_that_is_on_record(
    gate: Gateway, client: DeskClient, agent: User
) -> None:
    matched, unmatched = declare(gate), declare(gate, "01B", **STRANGER)
    with DeskClient.of(gate.url) as other:
        other.log_in(agent.login)
        assert other.get("/desk/cases/export.csv").status_code == 403
        assert "export.csv" not in other.get("/desk/cases?tab=all").text
    leader = add_user(gate.app, Role.SUPERVISOR)
    client.log_in(leader.login)

    file = client.get("/desk/cases/export.csv?tab=all")

    rows = list(csv.reader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert file.headers["content-type"].startswith("text/csv")
    assert "attachment" in file.headers["content-disposition"]
    assert [row[0] for row in rows] == ["Vorgangsnummer", unmatched.reference, matched.reference]
    assert [row[3] for row in rows[1:]] == ["nicht zugeordnet", "blumen-mueller"]
    (line,) = audit.lines(AuditFilter(what=AuditEvent.EXPORT), 5, gate.app)
    assert (line.entry.actor, dict(line.entry.details)) == (leader.login, {"list": "all"})


def test_no_cell_of_the_file_is_a_formula() -> None:
    for cell in ("=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"):
        assert defused(cell) == f"'{cell}"
    for cell in ("blumen-mueller", "", "31. Dezember", "1=1"):
        assert defused(cell) == cell


def test_a_cases_page_has_its_records_and_shows_no_person(
    gate: Gateway, logged_in: DeskClient, anna: User
) -> None:
    waiting = wait_for_person(gate, text=f"Mit einem Menschen sprechen, {ADDRESS}")
    case = declare(gate, waiting.talk)

    page = logged_in.get(f"/desk/cases/{case.id}").text

    for told in (
        "Verlauf mit Prüfsummen",
        "Bestätigung: Kündigung des Accounts",
        "unterwegs",
        "Es wurde nichts angeboten.",
        "SHA-256",
        "Mit einem Menschen sprechen, a***@b***.example",
        f'href="/desk/c/{waiting.talk}"',
    ):
        assert told in page, told
    assert ADDRESS not in page
    assert "blumen-mueller" not in page
    assert audited(gate, case, AuditEvent.READ) == [{}]


def test_who_has_no_right_to_a_case_finds_nothing_to_change_and_no_person(
    gate: Gateway, logged_in: DeskClient
) -> None:
    case = declare(gate)
    path = f"/desk/cases/{case.id}"
    before = logged_in.get(path).text
    steps = {
        "reveal": {},
        "mail": {},
        "undo": {},
        "reopen": {},
        "settle": {"outcome": "not_reached"},
        "step": {"step": "revoke", "reason": "asked for"},
        "match/close": {"why": "misuse"},
        "match/ask": {"by": "phone"},
        "match/reveal": {},
        "match": {"account": "01NOTHING"},
    }

    for step, form in steps.items():
        assert logged_in.post(f"{path}/{step}", **form).status_code == 404, step
    for page in ("receipt.pdf", "ask?step=revoke", "match"):
        assert logged_in.get(f"{path}/{page}").status_code == 404, page
    assert "Angabe am Telefon" in before
    assert "ask?step=revoke" not in before
    with gate.app.store.look() as work:
        assert work.cases.get(case.id) == case


@pytest.mark.parametrize("stated", ["Blumen-Mueller", f" {ADDRESS.upper()} "])
def test_a_caller_who_states_name_or_address_may_be_served_and_that_is_on_record(
    gate: Gateway, logged_in: DeskClient, stated: str
) -> None:
    case = declare(gate)
    path = f"/desk/cases/{case.id}"

    wrong = logged_in.post(f"{path}/caller", stated="radhaus-nord")
    assert wrong.status_code == 422
    assert "weder der Benutzername noch die Adresse" in wrong.text
    assert logged_in.post(f"{path}/caller", stated=stated).status_code == 303

    assert ADDRESS in logged_in.post(f"{path}/reveal").text
    assert logged_in.get(f"{path}/receipt.pdf").content.startswith(b"%PDF")
    taken = logged_in.post(f"{path}/step", step="revoke", reason="asked for")
    assert taken.headers["location"] == f"{path}?done=revoke"
    assert audited(gate, case, AuditEvent.CALLER) == [{"caller": "wrong"}, {"caller": "right"}]
    assert len(audited(gate, case, AuditEvent.REVEAL)) == 2


def test_a_caller_is_not_guessed(gate: Gateway, logged_in: DeskClient) -> None:
    case = declare(gate)
    path = f"/desk/cases/{case.id}/caller"
    for number in range(MOST_TRIES):
        assert logged_in.post(path, stated=f"niemand-{number}").status_code == 422

    assert logged_in.post(path, stated="blumen-mueller").status_code == 409
    assert logged_in.post(f"/desk/cases/{case.id}/reveal").status_code == 404


def test_an_agent_who_leads_others_may_act_without_a_call(
    gate: Gateway, client: DeskClient
) -> None:
    case = declare(gate)
    client.log_in(add_user(gate.app, Role.AGENT, Role.SUPERVISOR).login)

    assert "ask?step=revoke" in client.get(f"/desk/cases/{case.id}").text


def test_a_settled_case_shows_what_was_done_with_it(
    gate: Gateway, logged_in: DeskClient, agent: User
) -> None:
    case = declare(gate, kind=Kind.CALLBACK, contact="0171 2345678")
    casework.settle(case.id, agent_of(agent), Settled.CALLED, gate.app)

    page = logged_in.get(f"/desk/cases/{case.id}").text

    assert "Angerufen und erledigt" in page
    assert "Rückgängig: nicht ausgeführt" in page
    with gate.app.store.look() as work:
        rows = work.case_records.ledger(case.id)
    assert [json.loads(row.content)["status"] for row in rows] == ["declared", "effective"]
