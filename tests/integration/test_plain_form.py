"""The plain forms on a real gateway and database: the page, the record, the receipt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.gateway.headers import CSP
from fairwell.i18n import formats
from fairwell.i18n.ends import case_end_in_words
from fairwell.policy.facts import load_facts
from fairwell.rules.cases.end import BALANCE_USED, EndWish
from fairwell.services.cases.record_declaration import record_declaration
from tests.integration.plain_site import (
    GERMAN,
    GERMAN_WITHDRAWAL,
    Form,
    Site,
    Words,
    both,
    every_form,
    open_site,
    services_at,
    words_of,
)
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)

FACTS = load_facts(paths.POLICY)


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """A site with the demo accounts."""
    with open_site(services_at(home)) as opened:
        yield opened


@pytest.fixture
def site_on_each_database(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """The same, once on each kind of database."""
    with open_site(services_at(tmp_path, database_url=database_url)) as opened:
        yield opened


# --- the page ---------------------------------------------------------------------------------


@both
def test_the_page_has_all_of_its_parts_from_the_start(site: Site, words: Words) -> None:
    page = site.client.get(words.path)
    form = Form(page.text)

    assert page.status_code == 200
    assert f'<html lang="{words.language}">' in page.text
    assert f"<h1>{words.heading}</h1>" in page.text
    assert f">{words.confirm}</button>" in page.text
    assert set(form.sent) == {
        "token",
        "manner",
        "reason",
        "person",
        "user_name",
        "contract",
        "end",
        "end_on",
        "email",
    }
    assert form.sent["manner"] == "ordinary"
    assert form.sent["end"] == "soonest"
    assert "Constant Contact" in form.sent["contract"]


@every_form
def test_the_page_needs_no_script_no_cookie_and_nothing_from_elsewhere(
    site: Site, words: Words
) -> None:
    page = site.client.get(words.path)

    assert "<script" not in page.text
    assert " style=" not in page.text
    assert not re.search(r"""(?:src|href|action)=["'](?!/(?!/)|#|tel:)""", page.text)
    assert "set-cookie" not in page.headers
    assert page.headers["content-security-policy"] == CSP
    assert page.headers["cache-control"] == "no-store"
    # Behind "no-referrer" the browser says "null" instead of where the form comes from.
    assert page.headers["referrer-policy"] == "same-origin"


@both
def test_the_facts_and_the_pause_come_from_the_policy(home: Path, words: Words) -> None:
    app = services_at(home)
    tier = FACTS.pause.tiers[0]
    app.policy.facts = FACTS.model_copy(
        update={
            "data_kept_days": FACTS.data_kept_days.model_copy(update={"value": 777}),
            "guarantee_days": FACTS.guarantee_days.model_copy(update={"value": 55}),
            "withdrawal_days": FACTS.withdrawal_days.model_copy(update={"value": 44}),
            "confirmation_within_hours": FACTS.confirmation_within_hours.model_copy(
                update={"value": 33}
            ),
            "pause": FACTS.pause.model_copy(
                update={"tiers": (tier.model_copy(update={"fee": 8}), *FACTS.pause.tiers[1:])}
            ),
        }
    )
    with open_site(app) as site:
        page = words_of(site.client.get(words.path).text)

    for value in ("777", "55", "44"):
        assert re.search(rf"\b{value}\b", page), value
    assert ("8 $" if words.language == "de" else "$8") in page
    for phone in FACTS.phones:
        assert phone.number in page


@both
def test_where_the_rules_say_so_the_page_describes_no_pause(home: Path, words: Words) -> None:
    app = services_at(home)
    book = app.policy.jurisdictions
    silent = replace(book.rules["default"], offer_max=0)
    app.policy.jurisdictions = replace(book, rules={**book.rules, "default": silent})
    with open_site(app) as site:
        page = words_of(site.client.get(words.path).text)
        site.receipt(site.send(words, site.fill_in(words)))

        assert "pausieren" not in page
        assert "you can pause" not in page
        assert site.offers() == []


@every_form
def test_the_help_page_leads_straight_to_the_form(site: Site, words: Words) -> None:
    page = site.client.get("/" if words.language == "de" else "/en").text
    links = re.findall(rf'<a [^>]*href="{words.path}"[^>]*>([^<]+)</a>', page)

    assert links == [words.heading, words.heading]
    assert page.rindex(words.path) > page.index("<footer")


def test_the_form_opens_while_the_database_is_broken(site: Site, home: Path) -> None:
    site.app.database.dispose()
    for file in home.glob("fairwell.db*"):
        file.write_bytes(b"no database")

    assert site.client.get("/kuendigen").status_code == 200
    answer = site.send(GERMAN, site.fill_in(GERMAN))
    assert answer.status_code == 503
    assert GERMAN.not_recorded in words_of(answer.text)


# --- recording --------------------------------------------------------------------------------


@both
def test_a_known_account_has_one_case_and_one_mail_to_the_address_on_file(
    site_on_each_database: Site, words: Words
) -> None:
    site = site_on_each_database

    page = words_of(
        site.receipt(site.send(words, site.fill_in(words, user_name=words.user_name.upper())))
    )

    (case,) = site.cases()
    assert case.account_id
    assert case.user_name == words.user_name
    assert (case.kind, case.status, case.channel) == ("cancel", "declared", "form")
    assert (case.person, case.manner, case.reason) == ("Anna Müller", "ordinary", None)
    assert case.language == words.language
    ((recipient, body),) = site.mails()
    assert recipient == words.email
    assert case.reference in body
    assert words.received in page
    assert case.reference in page
    assert formats.moment(case.requested_at, case.time_zone, words.language) in page
    assert str(FACTS.confirmation_within_hours.value) in page


@every_form
def test_an_unknown_account_reads_the_same_words_and_gets_no_mail(site: Site, words: Words) -> None:
    def page_for(email: str) -> str:
        page = words_of(site.receipt(site.send(words, site.fill_in(words, email=email))))
        case = next(case for case in site.cases() if case.email == email)
        for own in (
            case.reference,
            formats.moment(case.requested_at, case.time_zone, words.language),
            email,
        ):
            assert own in page
            page = page.replace(own, "")
        return page

    assert page_for(words.email) == page_for("somebody@else.example")
    assert len(site.cases()) == 2
    assert [recipient for recipient, _ in site.mails()] == [words.email]


@both
def test_the_end_of_the_balance_is_recorded_and_receipted(site: Site, words: Words) -> None:
    page = words_of(site.receipt(site.send(words, site.fill_in(words, end="balance"))))

    (case,) = site.cases()
    assert case.ends == BALANCE_USED
    assert case_end_in_words(case, words.language, known=False) in page


@both
def test_good_cause_and_a_later_end_are_recorded_and_receipted(site: Site, words: Words) -> None:
    end = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=200)

    page = words_of(
        site.receipt(
            site.send(
                words,
                site.fill_in(
                    words,
                    manner="for_cause",
                    reason="It was down\r\nfor weeks.",
                    end="date",
                    end_on=end.isoformat(),
                ),
            )
        )
    )

    (case,) = site.cases()
    assert case.manner == "for_cause"
    assert case.reason == "It was down\nfor weeks."
    assert case.ends == EndWish.on(end)
    assert case.effective_on is None  # for good cause Billing sets the date
    assert "It was down for weeks." in page
    ((_, body),) = site.mails()
    assert "weeks" not in body


@both
def test_the_pause_that_stood_there_is_on_record_as_declined(site: Site, words: Words) -> None:
    site.receipt(site.send(words, site.fill_in(words)))

    (offer,) = site.offers()
    (case,) = site.cases()
    assert (offer.kind, offer.answer) == ("pause", "declined")
    assert offer.conversation_id == case.conversation_id


@every_form
def test_a_form_sent_twice_is_recorded_once(site_on_each_database: Site, words: Words) -> None:
    site = site_on_each_database
    filled = site.fill_in(words)

    pages = [words_of(site.receipt(site.send(words, filled))) for _ in range(2)]

    assert pages[0] == pages[1]
    assert len(site.cases()) == 1
    assert len(site.mails()) == 1


@pytest.mark.parametrize("words", [GERMAN, GERMAN_WITHDRAWAL], ids=["cancel", "withdraw"])
def test_a_form_sent_many_times_at_once_is_recorded_once(
    site_on_each_database: Site, words: Words
) -> None:
    site = site_on_each_database
    filled = site.fill_in(words)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: site.send(words, filled), range(6)))

    assert [answer.status_code for answer in answers] == [303] * 6
    assert len({words_of(site.receipt(answer)) for answer in answers}) == 1
    assert len(site.cases()) == 1
    assert len(site.mails()) == 1
    assert len(site.offers()) == (1 if words is GERMAN else 0)


def test_who_goes_back_and_corrects_the_form_declares_anew(site: Site) -> None:
    filled = site.fill_in(GERMAN, email="typo@blumen-mueller.example")
    site.receipt(site.send(GERMAN, filled))

    page = words_of(site.receipt(site.send(GERMAN, {**filled, "email": GERMAN.email})))

    assert GERMAN.email in page
    assert len(site.cases()) == 2
    assert len(site.mails()) == 1


def test_two_people_with_the_same_words_are_two_declarations(site: Site) -> None:
    for _ in range(2):
        site.receipt(site.send(GERMAN, site.fill_in(GERMAN)))

    first, second = site.cases()
    assert second.follows_id == first.id


# --- the receipt ------------------------------------------------------------------------------


@every_form
def test_the_receipt_opens_by_its_token_only_and_leads_to_the_files(
    site: Site, words: Words
) -> None:
    url = site.send(words, site.fill_in(words)).headers["location"]
    token = url.removeprefix(words.receipt_path)
    page = site.client.get(url)

    files = re.findall(r'href="(/receipt/[^"]+)" download', page.text)
    assert [file.rpartition(".")[2] for file in files] == ["pdf", "eml", "txt"]
    (case,) = site.cases()
    for file in files:
        assert file.startswith(f"/receipt/{token}/")
        answer = site.client.get(file)
        assert answer.status_code == 200
        assert case.reference in answer.headers["content-disposition"]
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in page.text
    others = ("x" * 43, token[:-1], token + "x", "a", case.reference, "%00", "..%2fx")
    refusals = [site.client.get(words.receipt_path + other) for other in others]
    assert {refusal.status_code for refusal in refusals} == {404}
    in_words = {words_of(refusal.text) for refusal in refusals if refusal.text}
    assert len(in_words) == 1


@every_form
def test_links_for_other_things_open_no_receipt(site: Site, words: Words) -> None:
    site.send(words, site.fill_in(words))
    (case,) = site.cases()
    with site.app.store.begin() as work:
        dispute = work.links.make(case.id, "dispute", dt.datetime.now(dt.UTC))
    chat = record_declaration(a_declaration(), site.app).receipt

    for token in (dispute, chat):
        assert site.client.get(words.receipt_path + token).status_code == 404


def test_the_receipt_of_one_form_does_not_open_as_that_of_the_other(site: Site) -> None:
    for words, other in ((GERMAN, GERMAN_WITHDRAWAL), (GERMAN_WITHDRAWAL, GERMAN)):
        url = site.send(words, site.fill_in(words)).headers["location"]
        token = url.removeprefix(words.receipt_path)

        assert site.client.get(url).status_code == 200
        assert site.client.get(other.receipt_path + token).status_code == 404
