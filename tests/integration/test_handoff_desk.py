"""What agents do: transfer, decline, search, cases, figures; and nobody waits in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, select

from fairwell.rules.cases.case import Knowledge, NotPossible, Status
from fairwell.rules.handoff.speaker import Outcome
from fairwell.rules.handoff.waiting import Pace
from fairwell.services.errors import NotWaiting, NotYours
from fairwell.store.base.engine import transaction
from fairwell.store.base.unit_of_work import Store
from fairwell.store.handoff.handoffs import HandoffFilter
from fairwell.store.staff.desk_tables import AuditRow
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
    desk.services.queue.claim(talk, ANNA)
    return talk


def audited(desk: Desk) -> list[str]:
    with transaction(desk.engine, read_only=True) as session:
        return list(session.scalars(select(AuditRow.what).order_by(AuditRow.seq)))


def test_a_transfer_wants_a_reason_and_tells_customer_and_colleague(desk: Desk, annas: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        desk.services.queue.transfer(annas, ANNA, to=BEN, reason="  ")

    desk.services.queue.transfer(annas, ANNA, to=BEN, reason="Fragt nach der Rechnung")

    packet = desk.services.packets.packet(annas, BEN)
    assert desk.transcript(annas)[-1] == "Ben Muster übernimmt das Gespräch von Anna Beispiel."
    assert [(note.author, note.text) for note in packet.notes] == [
        ("Anna Beispiel", "Fragt nach der Rechnung")
    ]
    with pytest.raises(NotYours):
        desk.services.attending.reply(annas, ANNA, "Doch noch", "k")


def test_why_it_was_passed_on_is_on_record_without_the_persons_data(desk: Desk) -> None:
    talk = desk.queued(user_name=ACCOUNT.user_name, email=ACCOUNT.email)
    desk.services.queue.claim(talk, ANNA)

    why = f"Rechnung von {ACCOUNT.user_name},\n{ACCOUNT.email}, Tel. 0171 2345678"
    desk.services.queue.transfer(talk, ANNA, to=BEN, reason=why)

    with transaction(desk.engine, read_only=True) as session:
        details = session.scalars(select(AuditRow.details).where(AuditRow.what == "transfer")).one()
    assert details == {
        "to": BEN.login,
        "reason": "Rechnung von b***, a***@b***.example, Tel. ***78",
    }


def test_transferred_to_the_queue_it_waits_at_its_old_place(desk: Desk, annas: str) -> None:
    later = desk.queued()

    desk.services.queue.transfer(annas, ANNA, to=None, reason="Feierabend")

    rows = desk.services.queue.waiting(BEN)
    assert [row.handoff.conversation_id for row in rows] == [annas, later]
    assert desk.speaker(annas) == "queued"
    assert "wieder in der Warteschlange" in desk.transcript(annas)[-1]


def test_a_note_and_a_draft_never_reach_the_customer(desk: Desk, annas: str) -> None:
    before = desk.transcript(annas)

    desk.services.attending.note(annas, ANNA, "Wirkt verärgert")
    desk.services.attending.save_draft(annas, ANNA, "Guten T")

    assert desk.transcript(annas) == before
    assert desk.services.packets.packet(annas, ANNA).draft == "Guten T"
    assert desk.services.packets.packet(annas, BEN).draft == ""


def test_a_draft_goes_when_the_answer_is_sent(desk: Desk, annas: str) -> None:
    desk.services.attending.save_draft(annas, ANNA, "Guten Tag")

    desk.services.attending.reply(annas, ANNA, "Guten Tag", "k1")

    assert desk.services.packets.packet(annas, ANNA).draft == ""


def test_whom_it_takes_too_long_is_told_once_and_offered_a_call(desk: Desk) -> None:
    talk = desk.queued()
    desk.passes(minutes=4)
    desk.come(ANNA)
    desk.services.minding.look_after()
    assert "länger als sonst" not in desk.transcript(talk)[-1]

    desk.passes(minutes=1)
    desk.come(ANNA)
    for _ in range(2):
        desk.services.minding.look_after()

    assert sum("länger als sonst" in text for text in desk.transcript(talk)) == 1
    assert desk.speaker(talk) == "queued"


def test_when_the_last_desk_was_not_heard_of_for_a_minute_the_bot_comes_back(desk: Desk) -> None:
    talk = desk.queued()
    desk.passes(seconds=61)

    desk.services.minding.look_after()

    assert desk.speaker(talk) == "bot"
    assert "niemand aus dem Team" in desk.transcript(talk)[-1]
    assert not desk.services.queue.waiting(ANNA)


def test_who_is_invisible_keeps_no_customer_waiting_and_works_on(desk: Desk, annas: str) -> None:
    talk = desk.queued()
    for agent in (ANNA, BEN):
        desk.services.desk.say_present(agent, "invisible")

    desk.services.minding.look_after()

    assert desk.speaker(talk) == "bot"
    assert not desk.asks(desk.talk())
    assert not any(one.online for one in desk.services.desk.colleagues())
    # Heard of for longer than an agent may be gone: what they have stays theirs.
    desk.writes(annas, "Sind Sie noch da?")
    desk.passes(minutes=4)
    desk.services.desk.still_here(ANNA)
    desk.services.minding.look_after()
    desk.services.attending.reply(annas, ANNA, "Ja.", "k")
    assert desk.transcript(annas)[-1] == "Ja."


def test_when_everybody_has_declined_the_bot_comes_back(desk: Desk) -> None:
    talk = desk.queued()
    desk.services.queue.decline(talk, ANNA)
    desk.services.minding.look_after()
    assert desk.speaker(talk) == "queued"

    desk.services.queue.decline(talk, BEN)
    desk.services.minding.look_after()

    assert desk.speaker(talk) == "bot"


def test_an_agent_who_has_gone_loses_who_waits_for_them(desk: Desk, annas: str) -> None:
    desk.writes(annas, "Sind Sie noch da?")
    desk.passes(minutes=3)
    desk.come(BEN)

    desk.services.minding.look_after()

    assert desk.speaker(annas) == "queued"
    with pytest.raises(NotYours):
        desk.services.attending.reply(annas, ANNA, "Ich bin wieder da", "k")
    assert desk.services.queue.claim(annas, BEN).agent_name == "Ben Muster"


def test_an_agent_who_has_answered_keeps_a_conversation_that_waits_for_the_customer(
    desk: Desk, annas: str
) -> None:
    desk.services.attending.reply(annas, ANNA, "Wie lautet Ihr Benutzername?", "k")
    desk.passes(minutes=30)
    desk.come(BEN)

    desk.services.minding.look_after()

    assert desk.speaker(annas) == "human"


def test_fifty_wait_in_the_order_they_came_and_each_is_served_once(desk: Desk) -> None:
    talks = []
    for _ in range(50):
        talks.append(desk.queued())
        desk.passes(seconds=0.1)

    rows = desk.services.queue.waiting(ANNA)
    assert [row.handoff.conversation_id for row in rows] == talks
    assert [row.position for row in rows] == list(range(1, 51))
    assert "Platz 50" in desk.transcript(talks[-1])[-1]
    for number, row in enumerate(rows):
        desk.services.queue.claim(row.handoff.conversation_id, (ANNA, BEN)[number % 2])
    assert not desk.services.queue.waiting(ANNA)


def test_the_queue_shows_words_but_no_person(desk: Desk) -> None:
    talk = desk.talk("x")
    desk.asks(talk)
    desk.writes(talk, "Ich bin anna.mueller@blumen-mueller.example, Tel. 0171 2345678")

    (row,) = desk.services.queue.waiting(ANNA)

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

    hits = desk.services.history.find(HandoffFilter(words=words), ANNA)

    if words == "Kündigung verschwinden":  # a strong verb has another stem: not found, on purpose
        assert hits == []
        hits = desk.services.history.find(HandoffFilter(words="Kündigung"), ANNA)
    assert [hit.conversation_id for hit in hits] == [talk]
    assert hits[0].line is not None
    assert hits[0].line.text == said


@pytest.mark.parametrize("words", ['"', "' OR 1=1 --", "NEAR(a b)", "a* OR b", "(", "-", ""])
def test_no_words_break_the_search(desk: Desk, words: str) -> None:
    desk.queued("Hallo")

    assert len(desk.services.history.find(HandoffFilter(words=words), ANNA)) <= 1


def test_filters_narrow_the_search(desk: Desk, annas: str) -> None:
    english = desk.queued("hello", language="en")
    desk.services.attending.close(annas, ANNA, Outcome.SOLVED)

    def found(wanted: HandoffFilter) -> list[str]:
        return [hit.conversation_id for hit in desk.services.history.find(wanted, ANNA)]

    assert found(HandoffFilter(language="en")) == [english]
    assert found(HandoffFilter(outcome=Outcome.SOLVED)) == [annas]
    assert found(HandoffFilter(agent_id=ANNA.id)) == [annas]
    assert found(HandoffFilter(since=desk.now + dt.timedelta(hours=1))) == []


def test_an_agent_verifies_by_phone_and_settles_a_dispute(desk: Desk) -> None:
    case = record(desk.engine, a_declaration()).case

    verified = desk.services.cases.verify_by_phone(case.id, ANNA)
    effective = desk.services.cases.mark_effective(case.id, ANNA, dt.date(2026, 12, 1))

    assert verified.status is Status.VERIFIED
    assert (effective.status, effective.effective_on) == (
        Status.EFFECTIVE,
        dt.date(2026, 12, 1),
    )
    with pytest.raises(NotPossible):
        desk.services.cases.revoke(case.id, ANNA)
    assert audited(desk) == ["change", "change"]


def test_corrected_details_find_the_account_and_its_owner_gets_the_confirmation(
    desk: Desk,
) -> None:
    case = record(desk.engine, a_declaration(user_name="blumen-muller", email=None)).case
    assert case.account_id is None
    assert mails(desk.engine) == []

    corrected = desk.services.cases.correct(
        case.id, ANNA, user_name=ACCOUNT.user_name, email=ACCOUNT.email
    )

    assert corrected.account_id == ACCOUNT.id
    assert corrected.effective_on is not None
    assert [mail.recipient for mail in mails(desk.engine)] == [ACCOUNT.email]
    with pytest.raises(ValueError, match="as an account has it"):
        desk.services.cases.correct(case.id, ANNA, user_name="a b c", email=None)


def test_a_mail_leaves_again_for_a_standing_case_and_three_times_an_hour(desk: Desk) -> None:
    case = record(desk.engine, a_declaration()).case
    desk.passes(minutes=1)

    sent = [desk.services.cases.resend_mail(case.id, ANNA) for _ in range(4)]

    assert sent == [True, True, False, False]  # the first was sent with the record
    with pytest.raises(LookupError):
        desk.services.cases.resend_mail("01NOTHING", ANNA)


def test_canned_replies_are_filled_in_the_customers_language(desk: Desk) -> None:
    talk = desk.queued(language="en")

    offered = desk.services.replies.offered(talk, ANNA, "/gr")

    assert [(reply.key, reply.text) for reply in offered] == [
        ("greeting", "Hello, Anna Beispiel here.")
    ]
    assert all(reply.key != "received" for reply in desk.services.replies.offered(talk, ANNA))


def test_figures_count_the_day_and_timers_the_wait(desk: Desk, annas: str) -> None:
    desk.passes(seconds=100)
    timers = desk.services.figures.timers(desk.services.queue.claim(annas, ANNA))
    assert (timers.first.pace, timers.next.pace) == (Pace.SOON, Pace.ANSWERED)
    desk.services.attending.reply(annas, ANNA, "Ja?", "k")
    desk.services.attending.close(annas, ANNA, Outcome.SOLVED)
    desk.services.attending.keep_score(4, "de")
    desk.come(ANNA)
    desk.queued()

    seen = desk.services.figures.overview()

    assert (seen.queued_now, seen.with_people_now) == (1, 0)
    assert (seen.asked_today, seen.answered_today, seen.closed_today) == (2, 1, 1)
    assert seen.first_answer_median == 100
    assert seen.first_answers_in_time == 1
    assert (seen.score_mean, seen.scores) == (4, 1)
    assert seen.by_agent == {"Anna Beispiel": 1}


def test_events_are_numbered_on_after_a_restart(desk: Desk, annas: str) -> None:
    last = desk.services.desk.last_event_id()
    restarted = Desk(desk.engine)

    restarted.writes(annas, "Hallo?")

    assert [event.kind for event in restarted.services.desk.events_after(last)] == ["customer_line"]
    assert restarted.services.packets.packet(annas, ANNA).transcript[-1].text == "Hallo?"


def test_what_agents_do_is_put_on_record(desk: Desk, annas: str) -> None:
    desk.services.packets.packet(annas, ANNA)
    desk.services.packets.reveal(annas, ANNA)
    desk.services.attending.reply(annas, ANNA, "Ja", "k")
    desk.services.attending.close(annas, ANNA, Outcome.SOLVED)

    assert audited(desk) == ["claim", "read", "reveal", "send", "close"]
    with pytest.raises(NotWaiting):
        desk.services.queue.claim(annas, BEN)


def known_as(desk: Desk, conversation_id: str) -> None:
    with Store(desk.engine).begin() as work:
        work.conversations.learn(conversation_id, Knowledge.VERIFIED, ACCOUNT.id)


def test_who_is_away_for_ten_minutes_gets_one_mail_an_absence_without_the_answer(
    desk: Desk, annas: str
) -> None:
    known_as(desk, annas)
    desk.passes(seconds=1)
    desk.services.attending.reply(annas, ANNA, "Ihr Code lautet geheim", "k1")
    desk.passes(minutes=9)
    desk.services.absences.look_after()
    assert mails(desk.engine) == []

    desk.passes(minutes=1)
    for _ in range(2):
        desk.services.absences.look_after()
        desk.services.attending.reply(annas, ANNA, "Noch etwas", f"k-{desk.now}")

    (mail,) = mails(desk.engine)
    assert (mail.kind, mail.recipient) == ("away", ACCOUNT.email)
    assert "geheim" not in mail.body_text + mail.body_html
    desk.writes(annas, "Bin wieder da")
    desk.passes(seconds=1)
    desk.services.attending.reply(annas, ANNA, "Gut", "k9")
    desk.passes(minutes=10)
    desk.services.absences.look_after()
    assert len(mails(desk.engine)) == 2


def test_who_read_the_answer_and_left_in_the_same_minute_gets_no_mail(
    desk: Desk, annas: str
) -> None:
    known_as(desk, annas)
    desk.passes(seconds=1)
    desk.services.attending.reply(annas, ANNA, "Gerne", "k1")
    desk.passes(seconds=1)
    desk.chats.open.add(annas)
    desk.services.absences.look_after()
    desk.chats.open.clear()

    desk.passes(minutes=11)
    desk.services.absences.look_after()

    assert mails(desk.engine) == []


@pytest.mark.parametrize("end", ["return_to_bot", "close"])
def test_who_is_away_when_the_conversation_ends_gets_the_mail_all_the_same(
    desk: Desk, annas: str, end: str
) -> None:
    known_as(desk, annas)
    desk.passes(seconds=1)
    desk.services.attending.reply(annas, ANNA, "Ist erledigt", "k1")
    if end == "close":
        desk.services.attending.close(annas, ANNA, Outcome.SOLVED)
    else:
        desk.services.attending.return_to_bot(annas, ANNA)

    for _ in range(3):
        desk.passes(minutes=10)
        desk.services.absences.look_after()

    (mail,) = mails(desk.engine)
    assert mail.kind == "away"


def test_an_answer_that_another_channel_brings_is_not_mailed_about(desk: Desk) -> None:
    talk = desk.queued(channel="webhook")
    desk.services.queue.claim(talk, ANNA)
    known_as(desk, talk)
    desk.passes(seconds=1)
    desk.services.attending.reply(talk, ANNA, "Guten Tag", "k1")

    desk.passes(minutes=11)
    desk.services.absences.look_after()

    assert mails(desk.engine) == []


def test_an_address_that_nobody_has_proven_gets_no_mail(desk: Desk, annas: str) -> None:
    desk.passes(seconds=1)
    desk.services.attending.reply(annas, ANNA, "Hallo?", "k1")
    desk.passes(minutes=30)

    desk.services.absences.look_after()

    assert mails(desk.engine) == []


def test_no_slot_shows_a_person_to_who_has_not_asked_for_it(desk: Desk) -> None:
    details = f"{ACCOUNT.user_name}, {ACCOUNT.email}"
    talk = desk.queued(
        user_name=ACCOUNT.user_name,
        email=ACCOUNT.email,
        page_shown=f"cancel|{details}|x",
        reason=f"Wir heißen jetzt anders, {details}",
        kind="cancel",
    )

    packet = desk.services.packets.packet(talk, ANNA)

    assert packet.slots is not None
    assert packet.slots["kind"] == "cancel"
    assert ACCOUNT.user_name not in str(packet)
    assert ACCOUNT.email not in str(packet)
