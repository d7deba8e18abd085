"""What agents do: transfer, decline, search, cases, figures; and nobody waits in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from fairwell.rules.cases.case import Knowledge, NotPossible, Status
from fairwell.rules.handoff.speaker import Outcome
from fairwell.rules.handoff.waiting import Pace
from fairwell.services.cases import casework
from fairwell.services.cases.casework import CaseOf
from fairwell.services.errors import NotWaiting, NotYours
from fairwell.services.handoff import absences, figures, history, queue, sweep
from fairwell.services.handoff import conversation as handoff_conversation
from fairwell.services.handoff.packet import read_packet, reveal_packet
from fairwell.services.staff import presence, replies
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.handoff.handoffs import HandoffFilter
from fairwell.store.staff.tables import AuditRow
from tests.integration.attending import ANNA, BEN, Desk
from tests.integration.records import OTHER, mails, put_accounts, record
from tests.unit.samples import ACCOUNT, a_declaration

pytest_plugins = ("tests.support.postgres",)


@pytest.fixture
def desk(database: Engine) -> Desk:
    """A desk with Anna and Ben at it, and two accounts in the directory."""
    put_accounts(database, ACCOUNT, OTHER)
    desk = Desk(database)
    desk.come(ANNA, BEN)
    return desk


@pytest.fixture
def annas(desk: Desk) -> str:
    """A conversation that Anna has."""
    talk = desk.queued()
    queue.claim(talk, ANNA, desk.app)
    return talk


def audited(desk: Desk) -> list[str]:
    with transaction(desk.engine, read_only=True) as session:
        return list(session.scalars(select(AuditRow.what).order_by(AuditRow.seq)))


def test_a_transfer_wants_a_reason_and_tells_customer_and_colleague(desk: Desk, annas: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        queue.transfer(annas, ANNA, desk.app, to=BEN, reason="  ")

    queue.transfer(annas, ANNA, desk.app, to=BEN, reason="Fragt nach der Rechnung")

    packet = read_packet(annas, BEN, desk.app)
    assert desk.transcript(annas)[-1] == "Ben Muster übernimmt das Gespräch von Anna Beispiel."
    assert [(note.author, note.text) for note in packet.notes] == [
        ("Anna Beispiel", "Fragt nach der Rechnung")
    ]
    with pytest.raises(NotYours):
        handoff_conversation.reply(annas, ANNA, "Doch noch", "k", desk.app)


def test_why_it_was_passed_on_is_on_record_without_the_persons_data(desk: Desk) -> None:
    talk = desk.queued(user_name=ACCOUNT.user_name, email=ACCOUNT.email)
    queue.claim(talk, ANNA, desk.app)

    why = f"Rechnung von {ACCOUNT.user_name},\n{ACCOUNT.email}, Tel. 0171 2345678"
    queue.transfer(talk, ANNA, desk.app, to=BEN, reason=why)

    with transaction(desk.engine, read_only=True) as session:
        details = session.scalars(select(AuditRow.details).where(AuditRow.what == "transfer")).one()
    assert details == {
        "to": BEN.login,
        "reason": "Rechnung von b***, a***@b***.example, Tel. ***78",
    }


def test_transferred_to_the_queue_it_waits_at_its_old_place(desk: Desk, annas: str) -> None:
    later = desk.queued()

    queue.transfer(annas, ANNA, desk.app, to=None, reason="Feierabend")

    rows = queue.waiting(BEN, desk.app)
    assert [row.handoff.conversation_id for row in rows] == [annas, later]
    assert desk.speaker(annas) == "queued"
    assert "wieder in der Warteschlange" in desk.transcript(annas)[-1]


def test_a_note_and_a_draft_never_reach_the_customer(desk: Desk, annas: str) -> None:
    before = desk.transcript(annas)

    handoff_conversation.note(annas, ANNA, "Wirkt verärgert", desk.app)
    handoff_conversation.save_draft(annas, ANNA, "Guten T", desk.app)

    assert desk.transcript(annas) == before
    assert read_packet(annas, ANNA, desk.app).draft == "Guten T"
    assert read_packet(annas, BEN, desk.app).draft == ""


def test_a_draft_goes_when_the_answer_is_sent(desk: Desk, annas: str) -> None:
    handoff_conversation.save_draft(annas, ANNA, "Guten Tag", desk.app)

    handoff_conversation.reply(annas, ANNA, "Guten Tag", "k1", desk.app)

    assert read_packet(annas, ANNA, desk.app).draft == ""


def test_whom_it_takes_too_long_is_told_once_and_offered_a_call(desk: Desk) -> None:
    talk = desk.queued()
    desk.passes(minutes=4)
    desk.come(ANNA)
    sweep.look_after(desk.app)
    assert "länger als sonst" not in desk.transcript(talk)[-1]

    desk.passes(minutes=1)
    desk.come(ANNA)
    for _ in range(2):
        sweep.look_after(desk.app)

    assert sum("länger als sonst" in text for text in desk.transcript(talk)) == 1
    assert desk.speaker(talk) == "queued"


def test_when_the_last_desk_was_not_heard_of_for_a_minute_the_bot_comes_back(desk: Desk) -> None:
    talk = desk.queued()
    desk.passes(seconds=61)

    sweep.look_after(desk.app)

    assert desk.speaker(talk) == "bot"
    assert "niemand aus dem Team" in desk.transcript(talk)[-1]
    assert not queue.waiting(ANNA, desk.app)


def test_who_is_invisible_keeps_no_customer_waiting_and_works_on(desk: Desk, annas: str) -> None:
    talk = desk.queued()
    for agent in (ANNA, BEN):
        presence.say_present(agent, "invisible", desk.app)

    sweep.look_after(desk.app)

    assert desk.speaker(talk) == "bot"
    assert not desk.asks(desk.talk())
    assert not any(one.online for one in presence.colleagues(desk.app))
    # Heard of for longer than an agent may be gone: what they have stays theirs.
    desk.writes(annas, "Sind Sie noch da?")
    desk.passes(minutes=4)
    presence.still_here(ANNA, desk.app)
    sweep.look_after(desk.app)
    handoff_conversation.reply(annas, ANNA, "Ja.", "k", desk.app)
    assert desk.transcript(annas)[-1] == "Ja."


def test_when_everybody_has_declined_the_bot_comes_back(desk: Desk) -> None:
    talk = desk.queued()
    queue.decline(talk, ANNA, desk.app)
    sweep.look_after(desk.app)
    assert desk.speaker(talk) == "queued"

    queue.decline(talk, BEN, desk.app)
    sweep.look_after(desk.app)

    assert desk.speaker(talk) == "bot"


def test_an_agent_who_has_gone_loses_who_waits_for_them(desk: Desk, annas: str) -> None:
    desk.writes(annas, "Sind Sie noch da?")
    desk.passes(minutes=3)
    desk.come(BEN)

    sweep.look_after(desk.app)

    assert desk.speaker(annas) == "queued"
    with pytest.raises(NotYours):
        handoff_conversation.reply(annas, ANNA, "Ich bin wieder da", "k", desk.app)
    assert queue.claim(annas, BEN, desk.app).agent_name == "Ben Muster"


def test_an_agent_who_has_answered_keeps_a_conversation_that_waits_for_the_customer(
    desk: Desk, annas: str
) -> None:
    handoff_conversation.reply(annas, ANNA, "Wie lautet Ihr Benutzername?", "k", desk.app)
    desk.passes(minutes=30)
    desk.come(BEN)

    sweep.look_after(desk.app)

    assert desk.speaker(annas) == "human"


def test_fifty_wait_in_the_order_they_came_and_each_is_served_once(desk: Desk) -> None:
    talks = []
    for _ in range(50):
        talks.append(desk.queued())
        desk.passes(seconds=0.1)

    rows = queue.waiting(ANNA, desk.app)
    assert [row.handoff.conversation_id for row in rows] == talks
    assert [row.position for row in rows] == list(range(1, 51))
    assert "Platz 50" in desk.transcript(talks[-1])[-1]
    for number, row in enumerate(rows):
        queue.claim(row.handoff.conversation_id, (ANNA, BEN)[number % 2], desk.app)
    assert not queue.waiting(ANNA, desk.app)


def test_the_queue_shows_words_but_no_person(desk: Desk) -> None:
    talk = desk.talk("x")
    desk.asks(talk)
    desk.writes(talk, "Ich bin anna.mueller@blumen-mueller.example, Tel. 0171 2345678")

    (row,) = queue.waiting(ANNA, desk.app)

    assert row.preview == "Ich bin a***@b***.example, Tel. ***78"


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("de", "Ich hätte gern alle Rechnungen vom Sommer", "rechnung"),
        ("de", "Meine Kündigungen sind verschwunden", "Kündigung verschwinden"),
        ("en", "You keep charging my cards", "charged card"),
    ],
)
def test_a_search_finds_words_in_any_inflection(
    desk: Desk, language: str, said: str, words: str
) -> None:
    talk = desk.queued(said, language="en" if language == "en" else "de")
    desk.queued("Etwas ganz anderes")

    hits = history.find(HandoffFilter(words=words), ANNA, desk.app)

    if words == "Kündigung verschwinden":  # a strong verb has another stem: not found, on purpose
        assert hits == []
        hits = history.find(HandoffFilter(words="Kündigung"), ANNA, desk.app)
    assert [hit.conversation_id for hit in hits] == [talk]
    assert hits[0].line is not None
    assert hits[0].line.text == said


@pytest.mark.parametrize("words", ['"', "' OR 1=1 --", "NEAR(a b)", "a* OR b", "(", "-", ""])
def test_no_words_break_the_search(desk: Desk, words: str) -> None:
    desk.queued("Hallo")

    assert len(history.find(HandoffFilter(words=words), ANNA, desk.app)) <= 1


def test_filters_narrow_the_search(desk: Desk, annas: str) -> None:
    english = desk.queued("hello", language="en")
    handoff_conversation.close(annas, ANNA, Outcome.SOLVED, desk.app)

    def found(wanted: HandoffFilter) -> list[str]:
        return [hit.conversation_id for hit in history.find(wanted, ANNA, desk.app)]

    assert found(HandoffFilter(language="en")) == [english]
    assert found(HandoffFilter(outcome=Outcome.SOLVED)) == [annas]
    assert found(HandoffFilter(agent_id=ANNA.id)) == [annas]
    assert found(HandoffFilter(since=desk.now + dt.timedelta(hours=1))) == []


def test_an_agent_verifies_by_phone_and_settles_a_dispute(desk: Desk, annas: str) -> None:
    case = record(desk.engine, a_declaration(conversation_id=annas)).case
    asked = CaseOf(annas, case.id)

    verified = casework.verify_by_phone(asked, ANNA, desk.app)
    effective = casework.mark_effective(asked, ANNA, desk.app, dt.date(2026, 12, 1))

    assert verified.status is Status.VERIFIED
    assert (effective.status, effective.effective_on) == (
        Status.EFFECTIVE,
        dt.date(2026, 12, 1),
    )
    with pytest.raises(NotPossible):
        casework.revoke(asked, ANNA, desk.app)
    assert audited(desk) == ["claim", "change", "change"]


def test_corrected_details_find_the_account_and_its_owner_gets_the_confirmation(
    desk: Desk, annas: str
) -> None:
    typed = a_declaration(conversation_id=annas, user_name="blumen-muller", email=None)
    case = record(desk.engine, typed).case
    asked = CaseOf(annas, case.id)
    assert case.account_id is None
    assert mails(desk.engine) == []

    corrected = casework.correct(
        asked, ANNA, desk.app, user_name=ACCOUNT.user_name, email=ACCOUNT.email
    )

    assert corrected.account_id == ACCOUNT.id
    assert corrected.effective_on is not None
    assert [mail.recipient for mail in mails(desk.engine)] == [ACCOUNT.email]
    with pytest.raises(ValueError, match="as an account has it"):
        casework.correct(asked, ANNA, desk.app, user_name="a b c", email=None)


def test_a_mail_leaves_again_for_a_standing_case_and_three_times_an_hour(
    desk: Desk, annas: str
) -> None:
    case = record(desk.engine, a_declaration(conversation_id=annas)).case
    desk.passes(minutes=1)

    sent = [casework.resend_mail(CaseOf(annas, case.id), ANNA, desk.app) for _ in range(4)]

    assert sent == [True, True, False, False]  # the first was sent with the record
    with pytest.raises(LookupError):
        casework.resend_mail(CaseOf(annas, "01NOTHING"), ANNA, desk.app)


def test_canned_replies_are_filled_in_the_customers_language(desk: Desk) -> None:
    talk = desk.queued(language="en")

    offered = replies.offered(talk, ANNA, desk.app, "/gr")

    assert [(reply.key, reply.text) for reply in offered] == [
        ("greeting", "Hello, Anna Beispiel here.")
    ]
    assert all(reply.key != "received" for reply in replies.offered(talk, ANNA, desk.app))


def test_figures_count_the_day_and_timers_the_wait(desk: Desk, annas: str) -> None:
    desk.passes(seconds=100)
    timers = figures.timers(queue.claim(annas, ANNA, desk.app), desk.app)
    assert (timers.first.pace, timers.next.pace) == (Pace.SOON, Pace.ANSWERED)
    handoff_conversation.reply(annas, ANNA, "Ja?", "k", desk.app)
    handoff_conversation.close(annas, ANNA, Outcome.SOLVED, desk.app)
    handoff_conversation.keep_score(4, "de", desk.app)
    desk.come(ANNA)
    desk.queued()

    seen = figures.overview(desk.app)

    assert (seen.queued_now, seen.with_people_now) == (1, 0)
    assert (seen.asked_today, seen.answered_today, seen.closed_today) == (2, 1, 1)
    assert seen.first_answer_median == 100
    assert seen.first_answers_in_time == 1
    assert (seen.score_mean, seen.scores) == (4, 1)
    assert seen.by_agent == {"Anna Beispiel": 1}


def test_events_are_numbered_on_after_a_restart(desk: Desk, annas: str) -> None:
    last = presence.last_event_id(desk.app)
    restarted = Desk(desk.engine)

    restarted.writes(annas, "Hallo?")

    assert [event.kind for event in presence.events_after(last, restarted.app)] == ["customer_line"]
    assert read_packet(annas, ANNA, restarted.app).transcript[-1].text == "Hallo?"


def test_what_agents_do_is_put_on_record(desk: Desk, annas: str) -> None:
    read_packet(annas, ANNA, desk.app)
    reveal_packet(annas, ANNA, desk.app)
    handoff_conversation.reply(annas, ANNA, "Ja", "k", desk.app)
    handoff_conversation.close(annas, ANNA, Outcome.SOLVED, desk.app)

    assert audited(desk) == ["claim", "read", "reveal", "send", "close"]
    with pytest.raises(NotWaiting):
        queue.claim(annas, BEN, desk.app)


def known_as(desk: Desk, conversation_id: str) -> None:
    with Store(desk.engine).begin() as work:
        work.conversations.learn(conversation_id, Knowledge.VERIFIED, ACCOUNT.id, desk.app.clock())


def test_who_is_away_for_ten_minutes_gets_one_mail_an_absence_without_the_answer(
    desk: Desk, annas: str
) -> None:
    known_as(desk, annas)
    desk.passes(seconds=1)
    handoff_conversation.reply(annas, ANNA, "Ihr Code lautet geheim", "k1", desk.app)
    desk.passes(minutes=9)
    absences.look_after(desk.app)
    assert mails(desk.engine) == []

    desk.passes(minutes=1)
    for _ in range(2):
        absences.look_after(desk.app)
        handoff_conversation.reply(annas, ANNA, "Noch etwas", f"k-{desk.now}", desk.app)

    (mail,) = mails(desk.engine)
    assert (mail.kind, mail.recipient) == ("away", ACCOUNT.email)
    assert "geheim" not in mail.body_text + mail.body_html
    desk.writes(annas, "Bin wieder da")
    desk.passes(seconds=1)
    handoff_conversation.reply(annas, ANNA, "Gut", "k9", desk.app)
    desk.passes(minutes=10)
    absences.look_after(desk.app)
    assert len(mails(desk.engine)) == 2


def test_who_read_the_answer_and_left_in_the_same_minute_gets_no_mail(
    desk: Desk, annas: str
) -> None:
    known_as(desk, annas)
    desk.passes(seconds=1)
    handoff_conversation.reply(annas, ANNA, "Gerne", "k1", desk.app)
    desk.passes(seconds=1)
    desk.chats.open.add(annas)
    absences.look_after(desk.app)
    desk.chats.open.clear()

    desk.passes(minutes=11)
    absences.look_after(desk.app)

    assert mails(desk.engine) == []


@pytest.mark.parametrize("end", ["return_to_bot", "close"])
def test_who_is_away_when_the_conversation_ends_gets_the_mail_all_the_same(
    desk: Desk, annas: str, end: str
) -> None:
    known_as(desk, annas)
    desk.passes(seconds=1)
    handoff_conversation.reply(annas, ANNA, "Ist erledigt", "k1", desk.app)
    if end == "close":
        handoff_conversation.close(annas, ANNA, Outcome.SOLVED, desk.app)
    else:
        handoff_conversation.return_to_bot(annas, ANNA, desk.app)

    for _ in range(3):
        desk.passes(minutes=10)
        absences.look_after(desk.app)

    (mail,) = mails(desk.engine)
    assert mail.kind == "away"


def test_an_answer_that_another_channel_brings_is_not_mailed_about(desk: Desk) -> None:
    talk = desk.queued(channel="webhook")
    queue.claim(talk, ANNA, desk.app)
    known_as(desk, talk)
    desk.passes(seconds=1)
    handoff_conversation.reply(talk, ANNA, "Guten Tag", "k1", desk.app)

    desk.passes(minutes=11)
    absences.look_after(desk.app)

    assert mails(desk.engine) == []


def test_an_address_that_nobody_has_proven_gets_no_mail(desk: Desk, annas: str) -> None:
    desk.passes(seconds=1)
    handoff_conversation.reply(annas, ANNA, "Hallo?", "k1", desk.app)
    desk.passes(minutes=30)

    absences.look_after(desk.app)

    assert mails(desk.engine) == []


def test_no_slot_shows_a_person_to_who_has_not_asked_for_it(desk: Desk) -> None:
    details = f"{ACCOUNT.user_name}, {ACCOUNT.email}"
    talk = desk.queued(
        user_name=ACCOUNT.user_name,
        email=ACCOUNT.email,
        page_shown=f"cancel|{details}|x",
        reason=f"Wir heißen jetzt anders, {details}",
        kind="cancel",
        pending="revoke:01CASE",
    )

    packet = read_packet(talk, ANNA, desk.app)

    assert packet.slots is not None
    assert packet.slots["kind"] == "cancel"
    assert packet.slots.keys().isdisjoint({"page_shown", "pending"})
    assert ACCOUNT.user_name not in str(packet)
    assert ACCOUNT.email not in str(packet)
