"""Canned replies that the desk looks after itself: the shipped file is the start."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from fairwell.rules.handoff.replies import Flaw, Template
from fairwell.services.staff import replies as desk_replies
from fairwell.services.staff.replies import BadReply, KeyTaken, Origin
from fairwell.store.base.engine import transaction
from fairwell.store.handoff.tables import CannedReplyRow
from fairwell.store.staff.tables import AuditRow
from tests.integration.attending import ANNA, BEN, Desk

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def desk(database: Engine) -> Desk:
    """A desk with Anna at it, and two shipped replies."""
    desk = Desk(database)
    desk.come(ANNA)
    return desk


def pair(key: str, de: str, en: str) -> Template:
    return Template(key, {"de": de, "en": en})


def offered(desk: Desk, language: str = "de") -> dict[str, str]:
    talk = desk.queued(language="en" if language == "en" else "de")
    return {one.key: one.text for one in desk_replies.offered(talk, ANNA, desk.app)}


def origins(desk: Desk) -> dict[str, Origin]:
    return {one.template.key: one.origin for one in desk_replies.all_replies(desk.app)}


def test_what_is_added_is_offered_in_both_languages_with_its_places_filled(desk: Desk) -> None:
    desk_replies.add(pair("call", "{agent} ruft an.", "{agent} will call."), BEN, desk.app)

    assert offered(desk) == {
        "greeting": "Guten Tag, Anna Beispiel hier.",
        "call": "Anna Beispiel ruft an.",
    }
    assert offered(desk, "en")["call"] == "Anna Beispiel will call."


def test_a_changed_reply_keeps_its_place_and_goes_back_to_what_was_shipped(desk: Desk) -> None:
    app = desk.app
    desk_replies.change(pair("greeting", "Moin.", "Hi."), BEN, app)
    assert list(offered(desk).items()) == [("greeting", "Moin.")]
    assert origins(desk) == {"greeting": Origin.CHANGED, "received": Origin.SHIPPED}

    desk_replies.restore("greeting", BEN, app)

    assert offered(desk) == {"greeting": "Guten Tag, Anna Beispiel hier."}
    with pytest.raises(LookupError):
        desk_replies.restore("greeting", BEN, app)


def test_a_removed_reply_is_not_offered_until_it_is_wanted_again(desk: Desk) -> None:
    app = desk.app
    desk_replies.add(pair("call", "Ich rufe an.", "I'll call."), BEN, app)

    desk_replies.remove("greeting", BEN, app)
    desk_replies.remove("call", BEN, app)

    assert offered(desk) == {}
    assert origins(desk) == {"greeting": Origin.REMOVED, "received": Origin.SHIPPED}
    with pytest.raises(LookupError):
        desk_replies.remove("greeting", BEN, app)
    desk_replies.change(pair("greeting", "Moin.", "Hi."), BEN, app)
    assert offered(desk) == {"greeting": "Moin."}


def test_what_is_wrong_is_named_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(BadReply) as bad:
        desk_replies.add(pair("call", "Ihre IBAN ist {iban}.", ""), BEN, desk.app)

    assert {(fault.field, fault.flaw) for fault in bad.value.faults} == {
        ("de", Flaw.UNKNOWN),
        ("en", Flaw.EMPTY),
    }
    assert set(origins(desk)) == {"greeting", "received"}


def test_a_key_is_given_once(desk: Desk) -> None:
    desk_replies.remove("greeting", BEN, desk.app)

    for key in ("greeting", "received"):
        with pytest.raises(KeyTaken):
            desk_replies.add(pair(key, "Moin.", "Hi."), BEN, desk.app)
    with pytest.raises(LookupError):
        desk_replies.change(pair("nothing", "Moin.", "Hi."), BEN, desk.app)


def test_a_text_whose_fact_has_gone_is_not_offered_and_breaks_nothing(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        kept = CannedReplyRow(
            key="old",
            de="Rufen Sie {fax} an.",
            en="Call {fax}.",
            removed=False,
            changed_at=desk.now,
            changed_by=BEN.login,
        )
        session.add(kept)

    assert "old" not in offered(desk)
    (old,) = (one for one in desk_replies.all_replies(desk.app) if one.template.key == "old")
    assert {fault.flaw for fault in old.faults} == {Flaw.UNKNOWN}


def test_every_change_is_on_record_with_who_made_it(desk: Desk) -> None:
    app = desk.app
    desk_replies.add(pair("call", "Ich rufe an.", "I'll call."), BEN, app)
    desk_replies.change(pair("greeting", "Moin.", "Hi."), ANNA, app)
    desk_replies.restore("greeting", ANNA, app)
    desk_replies.remove("call", BEN, app)

    with transaction(desk.engine, read_only=True) as session:
        rows = session.scalars(
            select(AuditRow).where(AuditRow.what == "reply").order_by(AuditRow.seq)
        )
        assert [(row.actor, row.details) for row in rows] == [
            (BEN.login, {"reply": "call", "event": "added"}),
            (ANNA.login, {"reply": "greeting", "event": "changed"}),
            (ANNA.login, {"reply": "greeting", "event": "restored"}),
            (BEN.login, {"reply": "call", "event": "removed"}),
        ]
