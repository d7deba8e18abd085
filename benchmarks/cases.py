"""``python -m benchmarks.cases``: server time of the desk's pages of cases, with many cases.

A SQLite database is filled with cases, their ledger, mails and audit, then each page is asked for
several times over HTTP inside this process. Exit status 1 where a median is above the target.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from fastapi.testclient import TestClient
from sqlalchemy import Engine, insert
from ulid import ULID

from fairwell import paths
from fairwell.bootstrap import App
from fairwell.config import Settings
from fairwell.processes.servers import create_server
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.case import Channel, Kind, Knowledge, Manner, Plan, Status
from fairwell.rules.cases.end import Bound, End
from fairwell.rules.cases.ledger import hash_content
from fairwell.rules.cases.reference import new_reference
from fairwell.services.staff import links, users
from fairwell.services.staff.users import Newcomer
from fairwell.store.base import migrate
from fairwell.store.base.engine import transaction
from fairwell.store.casebook.listing import CaseFilter
from fairwell.store.cases import demo
from fairwell.store.cases.tables import AccountRow, CaseRow, LedgerRow
from fairwell.store.mails.tables import OutboxRow
from fairwell.store.staff.tables import AuditRow

TARGET_MS = 150.0
TIMES = 9
_PASSWORD = "neun rote Boote liegen im Hafen"  # noqa: S105 (of a database that is thrown away)
_LOGIN = "bench@desk.example"
_UNMATCHED = 0.05
_AT_ONCE = 5_000  # cases in one transaction
_BEGAN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_STATUSES = (
    [Status.DECLARED] * 4 + [Status.VERIFIED] * 3 + [Status.EFFECTIVE] * 12 + [Status.REVOKED]
)


def main() -> int:
    """Fill, measure, and print a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    wanted: int = parser.parse_args().cases
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        app = App(Settings(home=Path(home), demo=True))
        migrate.upgrade(app.database)
        demo.reset(app.database, paths.DEMO_ACCOUNTS, _BEGAN.date())
        fill(app.database, wanted)
        slow = [name for name, ms in measured(app) if ms > TARGET_MS]
    _say(f"{wanted} cases; target {TARGET_MS:.0f} ms; above it: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def fill(database: Engine, number: int) -> None:
    """Put cases into the database, each with two rows of the ledger, a mail, and audit lines."""
    chance = random.Random(7)
    for start in range(0, number, _AT_ONCE):
        cases = [_case(index, chance) for index in range(start, min(start + _AT_ONCE, number))]
        with transaction(database) as session:
            session.execute(insert(AccountRow), [_account(case) for case in cases])
            session.execute(insert(CaseRow), cases)
            session.execute(insert(LedgerRow), list(_ledger(cases)))
            session.execute(insert(OutboxRow), [_mail(case) for case in cases])
            session.execute(insert(AuditRow), list(_audit(cases)))


def measured(app: App) -> Iterator[tuple[str, float]]:
    """Ask for each page; yields its name and the median of its server times in milliseconds."""
    leader = Newcomer(_LOGIN, "Bench", frozenset({Role.AGENT, Role.SUPERVISOR}), "de")
    user = users.add_user(leader, by="bench", app=app)
    links.set_password_by_link(links.password_link(user.id, by="bench", app=app), _PASSWORD, app)
    with app.store.look() as work:
        some = work.case_list.rows(CaseFilter(), 1)[0]
    pages = {
        "to do": "/desk/cases",
        "unmatched": "/desk/cases?tab=unmatched",
        "declared": "/desk/cases?tab=declared",
        "carried out": "/desk/cases?tab=effective",
        "all": "/desk/cases?tab=all",
        "deep in all": f"/desk/cases?tab=all&beyond={_id(100)}",
        "by number": f"/desk/cases?q={some.reference}",
        "by name": "/desk/cases?q=firma-12345",
        "by phone": "/desk/cases?q=0171 2000042",
        "not found": "/desk/cases?q=niemand-hier",
        "one case": f"/desk/cases/{some.id}",
    }
    with TestClient(create_server(app), base_url=app.settings.base_url) as client:
        headers = {"Sec-Fetch-Site": "same-origin"}
        client.post("/desk/login", data={"login": _LOGIN, "password": _PASSWORD}, headers=headers)
        for name, path in pages.items():
            times = [_time(client, path) for _ in range(TIMES)]
            wall, worked = median(one for one, _ in times), median(one for _, one in times)
            _say(f"{name:12} median {wall:6.1f} ms, of it {worked:6.1f} ms of this process's work")
            yield name, wall


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _time(client: TestClient, path: str) -> tuple[float, float]:
    """Return the time of an answer and the processor time in it, in milliseconds."""
    began, worked = time.perf_counter(), time.process_time()
    answer = client.get(path, follow_redirects=False)
    took = (time.perf_counter() - began) * 1_000, (time.process_time() - worked) * 1_000
    if answer.status_code not in (200, 303) or "login" in answer.headers.get("location", ""):
        raise RuntimeError(f"{path}: {answer.status_code}")
    return took


def _id(index: int) -> str:
    return str(ULID.from_datetime(_moment(index)))


def _moment(index: int) -> dt.datetime:
    return _BEGAN + dt.timedelta(minutes=9 * index)


def _case(index: int, chance: random.Random) -> dict[str, object]:
    call = index % 25 == 0
    matched = chance.random() > _UNMATCHED
    name = f"firma-{index}"
    return {
        "id": _id(index),
        "reference": new_reference(chance.choice),
        "kind": Kind.CALLBACK if call else Kind.CANCEL,
        "status": Status.EFFECTIVE if call else chance.choice(_STATUSES),
        "account_id": f"A{index}" if matched else None,
        "user_name": name,
        "email": f"post@{name}.example",
        "language": chance.choice(("de", "en")),
        "reason": None,
        "requested_at": _moment(index),
        "effective_on": _moment(index).date() if matched else None,
        "time_zone": "Europe/Berlin",
        "policy_version": "bench",
        "jurisdiction": "DE",
        "knowledge": Knowledge.ANONYMOUS,
        "conversation_id": f"T{index}",
        "turn_id": "1",
        "subject": None,
        "contact": f"0171 2{index:06d}" if call else None,
        "end_kind": End.SOONEST,
        "wished_end_on": None,
        "end_bound": Bound.AT,
        "channel": Channel.FORM if index % 5 == 0 else Channel.CHAT,
        "person": None,
        "manner": Manner.ORDINARY,
        "same_wish_key": None,
        "follows_id": None,
        "matching": None,
    }


def _account(case: dict[str, object]) -> dict[str, object]:
    return {
        "id": f"A{str(case['conversation_id'])[1:]}",
        "user_name": case["user_name"],
        "email": case["email"],
        "plan": Plan.MONTHLY,
        "state": "active",
        "country": "DE",
        "region": None,
        "language": "de",
        "currency": "USD",
        "contacts": 100,
        "monthly_fee_minor": 1000,
        "balance_minor": None,
        "next_billing_on": None,
        "trial_ends_on": None,
        "add_ons": [],
    }


def _ledger(cases: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Yield rows of the right size; the chain of their hashes is not what is measured."""
    for case in cases:
        for event in ("declared", "verified"):
            content = json.dumps(case, default=str)
            yield {
                "case_id": case["id"],
                "reference": case["reference"],
                "event": event,
                "at": case["requested_at"],
                "content": content,
                "content_hash": hash_content(content),
                "previous_hash": "0" * 64,
                "row_hash": hash_content(f"{event}{content}"),
            }


def _mail(case: dict[str, object]) -> dict[str, object]:
    return {
        "id": case["id"],
        "kind": "cancel_confirmation",
        "dedupe_key": f"confirmation:{case['id']}",
        "reference": case["reference"],
        "recipient": case["email"],
        "language": case["language"],
        "subject": "Bench",
        "body_text": "text " * 300,
        "body_html": "text " * 600,
        "message_id": f"<{case['id']}@bench.example>",
        "state": "sent",
        "attempts": 1,
        "created_at": case["requested_at"],
        "next_at": case["requested_at"],
        "sent_at": case["requested_at"],
    }


def _audit(cases: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
    for case in cases:
        for what in (AuditEvent.READ, AuditEvent.CHANGE, AuditEvent.READ):
            yield {
                "at": case["requested_at"],
                "actor_id": "01SOMEBODY",
                "actor": "somebody@desk.example",
                "what": what,
                "conversation_id": None,
                "case_id": case["id"],
                "details": {},
            }


if __name__ == "__main__":
    sys.exit(main())
