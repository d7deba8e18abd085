"""The plain form on a real gateway and database: recorded once, told clearly, nothing lost."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine, select

from fairwell import paths
from fairwell.bootstrap import Services
from fairwell.cancellation.case import Case
from fairwell.config import Settings
from fairwell.gateway.app import CSP, create_app
from fairwell.outbox.queue import list_mails
from fairwell.policy import load_facts
from fairwell.services.errors import StoreUnavailable
from fairwell.store import engine as engine_module
from fairwell.store.cases import list_cases
from fairwell.store.engine import transaction
from fairwell.store.tables import OfferRow
from tests.unit.samples import a_declaration

pytest_plugins = ("tests.support.postgres",)

FACTS = load_facts(paths.POLICY)
CARD = "4111 1111 1111 1111"


@dataclass(frozen=True)
class Words:
    """One language's page."""

    language: str
    path: str
    receipt_path: str
    heading: str
    confirm: str
    user_name: str
    email: str
    received: str
    not_recorded: str
    other_site: str


GERMAN = Words(
    language="de",
    path="/kuendigen",
    receipt_path="/kuendigen/beleg/",
    heading="Verträge hier kündigen",
    confirm="jetzt kündigen",
    user_name="blumen-mueller",
    email="anna.mueller@blumen-mueller.example",
    received="Ihre Kündigung ist eingegangen",
    not_recorded="Ihre Kündigung konnte gerade nicht aufgezeichnet werden",
    other_site="Dieses Formular kam von einer fremden Website",
)
ENGLISH = Words(
    language="en",
    path="/cancel",
    receipt_path="/cancel/receipt/",
    heading="Cancel contracts here",
    confirm="cancel now",
    user_name="harbor-bakery",
    email="emma.clark@harbor-bakery.example",
    received="Your cancellation has been received",
    not_recorded="Your cancellation couldn't be recorded just now",
    other_site="This form came from another website",
)
both = pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])


class Form(HTMLParser):
    """A form as a browser reads it: what it would send, and what its fields point to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._area: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if tag == "textarea":
            self._area = values["name"]
            self.sent[self._area] = ""
        if tag == "input" and (values["type"] != "radio" or "checked" in values):
            self.sent[values["name"]] = values["value"]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def field(self, field_id: str) -> dict[str, str]:
        (found,) = [values for _, values in self.tags if values.get("id") == field_id]
        return found


class Site:
    """The gateway with a customer who has a browser without JavaScript."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.client = TestClient(create_app(services), follow_redirects=False)

    @property
    def database(self) -> Engine:
        return self.services.database

    def form(self, words: Words) -> Form:
        return Form(self.client.get(words.path).text)

    def fill_in(self, words: Words, **changes: str) -> dict[str, str]:
        person = {"person": "Anna Müller", "email": words.email}
        return {**self.form(words).sent, **person, **changes}

    def send(self, words: Words, filled: dict[str, str], **headers: str) -> Response:
        return self.client.post(words.path, data=filled, headers=headers)

    def receipt(self, answer: Response) -> str:
        assert answer.status_code == 303, answer.text
        page = self.client.get(answer.headers["location"])
        assert page.status_code == 200
        return page.text

    def cases(self) -> list[Case]:
        with transaction(self.database, read_only=True) as session:
            return [case for case, _ in list_cases(session)]

    def mails(self) -> list[tuple[str, str]]:
        with transaction(self.database, read_only=True) as session:
            return [(mail.recipient, mail.body_text) for mail in list_mails(session)]

    def offers(self) -> list[OfferRow]:
        with transaction(self.database, read_only=True) as session:
            return list(session.scalars(select(OfferRow)))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = Site(Services(Settings(home=tmp_path, database_url="", demo=True)))
    with opened.client:
        yield opened


@pytest.fixture
def site_on_each_database(database_url: str, tmp_path: Path) -> Iterator[Site]:
    opened = Site(Services(Settings(home=tmp_path, database_url=database_url, demo=True)))
    with opened.client:
        yield opened


def words_of(page: str) -> str:
    """A page as it is read: text only, spaces as one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


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


@both
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
def test_the_facts_and_the_pause_come_from_the_policy(tmp_path: Path, words: Words) -> None:
    services = Services(Settings(home=tmp_path, database_url=""))
    tier = FACTS.pause.tiers[0]
    services.facts = FACTS.model_copy(
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
    with Site(services).client as client:
        page = words_of(client.get(words.path).text)

    for value in ("777", "55", "44"):
        assert re.search(rf"\b{value}\b", page), value
    assert ("8 $" if words.language == "de" else "$8") in page
    for phone in FACTS.phones:
        assert phone.number in page


@both
def test_where_the_rules_say_so_the_page_describes_no_pause(tmp_path: Path, words: Words) -> None:
    services = Services(Settings(home=tmp_path, database_url="", demo=True))
    book = services.jurisdictions
    silent = replace(book.rules["default"], offer_max=0)
    services.jurisdictions = replace(book, rules={**book.rules, "default": silent})
    site = Site(services)
    with site.client:
        page = words_of(site.client.get(words.path).text)
        site.receipt(site.send(words, site.fill_in(words)))

        assert "pausieren" not in page
        assert "you can pause" not in page
        assert site.offers() == []


@both
def test_the_help_page_leads_straight_to_the_form(site: Site, words: Words) -> None:
    page = site.client.get("/" if words.language == "de" else "/en").text
    links = re.findall(rf'<a [^>]*href="{words.path}"[^>]*>([^<]+)</a>', page)

    assert links == [words.heading, words.heading]
    assert page.rindex(words.path) > page.index("<footer")


def test_the_form_opens_while_the_database_is_broken(site: Site, tmp_path: Path) -> None:
    site.services.database.dispose()
    for file in tmp_path.glob("fairwell.db*"):
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
    assert site.services.moment(case, words.language) in page
    assert str(FACTS.confirmation_within_hours.value) in page


@both
def test_an_unknown_account_reads_the_same_words_and_gets_no_mail(site: Site, words: Words) -> None:
    def page_for(email: str) -> str:
        page = words_of(site.receipt(site.send(words, site.fill_in(words, email=email))))
        case = next(case for case in site.cases() if case.email == email)
        for own in (case.reference, site.services.moment(case, words.language), email):
            assert own in page
            page = page.replace(own, "")
        return page

    assert page_for(words.email) == page_for("somebody@else.example")
    assert len(site.cases()) == 2
    assert [recipient for recipient, _ in site.mails()] == [words.email]


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
    assert case.wished_end_on == end
    assert case.effective_on == end
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


def test_a_form_sent_twice_is_recorded_once(site_on_each_database: Site) -> None:
    site = site_on_each_database
    filled = site.fill_in(GERMAN)

    pages = [words_of(site.receipt(site.send(GERMAN, filled))) for _ in range(2)]

    assert pages[0] == pages[1]
    assert len(site.cases()) == 1
    assert len(site.mails()) == 1


def test_a_form_sent_many_times_at_once_is_recorded_once(site_on_each_database: Site) -> None:
    site = site_on_each_database
    filled = site.fill_in(GERMAN)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: site.send(GERMAN, filled), range(6)))

    assert [answer.status_code for answer in answers] == [303] * 6
    assert len({words_of(site.receipt(answer)) for answer in answers}) == 1
    assert len(site.cases()) == 1
    assert len(site.mails()) == 1
    assert len(site.offers()) == 1


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


# --- what needs another look ------------------------------------------------------------------

FAULTY = {
    "manner": {"manner": "quick"},
    "reason": {"manner": "for_cause", "reason": ""},
    "person": {"person": ""},
    "user_name": {"user_name": "two words"},
    "contract": {"contract": ""},
    "end": {"end": "someday"},
    "end_on": {"end": "date", "end_on": "2001-01-01"},
    "email": {"email": "anna@"},
}


@both
@pytest.mark.parametrize("field", FAULTY)
def test_a_fault_is_told_above_and_at_its_field_and_the_rest_is_kept(
    site: Site, words: Words, field: str
) -> None:
    filled = site.fill_in(words, user_name="some-name", **{"end_on": ""}) | FAULTY[field]

    answer = site.send(words, filled)
    form = Form(answer.text)

    assert answer.status_code == 422
    assert site.cases() == []
    fault = re.search(rf'id="{field}-fault">(.+?)</p>', answer.text)
    assert fault
    told = words_of(fault[1]).split(": ", 1)[1]
    summary = answer.text[answer.text.index("summary-title") : answer.text.index("<h1>")]
    (link, text) = re.findall(r'<a href="#([\w-]+)">([^<]+)</a>', summary)[0]
    assert unescape(text) == told
    assert form.field(link)
    described = [tag for tag in form.tags if f"{field}-fault" in tag[1].get("aria-describedby", "")]
    assert len(described) == 1
    (focused,) = [values for _, values in form.tags if "autofocus" in values]
    assert focused["aria-labelledby"] == "summary-title"
    kept = {name: value for name, value in filled.items() if name not in ("manner", "end")}
    assert {name: form.sent[name] for name in kept} == kept


@both
def test_all_faults_are_told_at_once_and_put_right_at_once(site: Site, words: Words) -> None:
    form = Form(site.send(words, site.form(words).sent).text)
    assert [tag for tag, values in form.tags if values.get("aria-invalid")] == ["input", "input"]

    answer = site.send(words, {**form.sent, "person": "Anna Müller", "email": words.email})

    assert words.received in words_of(site.receipt(answer))
    assert len(site.cases()) == 1


def test_an_empty_or_broken_request_is_a_form_to_fill_in(site: Site) -> None:
    for body in ("", "&&==", "%ff%fe=%00", "person=%ED%A0%80&email=%00"):
        answer = site.client.post(
            "/kuendigen",
            content=body,
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 422, body
        assert "jetzt kündigen" in answer.text
    assert site.cases() == []


def test_a_request_that_is_no_form_is_refused_in_words(site: Site) -> None:
    for body, kind, status in (
        ('{"person": "x"}', "application/json", 415),
        ("&".join(f"a{number}=1" for number in range(60)), None, 400),
    ):
        answer = site.client.post(
            "/kuendigen",
            content=body,
            headers={"content-type": kind or "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == status
        assert "Das Formular war nicht lesbar" in answer.text
        assert 'href="/kuendigen"' in answer.text


@both
def test_a_long_text_is_kept_whole_and_asked_to_be_shortened(site: Site, words: Words) -> None:
    reason = "ä" * 5000

    answer = site.send(words, site.fill_in(words, manner="for_cause", reason=reason))

    assert answer.status_code == 422
    assert Form(answer.text).sent["reason"] == reason
    assert site.cases() == []


XSS = """"><img src=x onerror=alert(1)>'<script>alert(1)</script>{{7*7}}"""


@pytest.mark.parametrize(
    "field", ["reason", "person", "user_name", "contract", "end_on", "email", "manner", "end"]
)
def test_markup_in_any_field_is_text_on_the_form(site: Site, field: str) -> None:
    answer = site.send(GERMAN, site.fill_in(GERMAN, **{field: XSS}, token=XSS))

    assert "<img" not in answer.text
    assert "<script" not in answer.text
    if field not in ("manner", "end") and answer.status_code == 422:
        assert Form(answer.text).sent[field] == XSS
    assert XSS not in answer.text


def test_markup_in_any_field_is_text_on_the_receipt(site: Site) -> None:
    filled = site.fill_in(GERMAN, person=XSS, contract=XSS, manner="for_cause", reason=XSS)

    page = site.receipt(site.send(GERMAN, filled))

    assert "<img" not in page
    assert "<script" not in page
    assert unescape(page).count(XSS) == 3


def test_a_card_number_is_neither_kept_nor_echoed_and_the_customer_is_told(
    site: Site, tmp_path: Path
) -> None:
    told = "Wir haben sie entfernt und nicht gespeichert"
    filled = site.fill_in(GERMAN, manner="for_cause", reason=f"Karte {CARD}")

    refused = site.send(GERMAN, {**filled, "email": f"{CARD}"})
    page = site.receipt(site.send(GERMAN, filled))

    for text in (refused.text, page):
        assert CARD not in text
        assert told in words_of(text)
    site.services.database.dispose()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or CARD.encode() not in file.read_bytes()


# --- where it comes from, and what is broken --------------------------------------------------


@both
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://testserver.elsewhere.example"},
    ],
)
def test_a_form_sent_by_another_website_is_refused_in_words(
    site: Site, words: Words, headers: dict[str, str]
) -> None:
    answer = site.send(words, site.fill_in(words), **headers)

    assert answer.status_code == 403
    assert words.other_site in answer.text
    assert f'href="{words.path}"' in answer.text
    assert site.cases() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "http://testserver"},
        {"origin": "null"},
    ],
)
def test_a_form_from_our_own_page_is_taken(site: Site, headers: dict[str, str]) -> None:
    site.receipt(site.send(GERMAN, site.fill_in(GERMAN), **headers))

    assert len(site.cases()) == 1


def test_a_form_behind_a_proxy_is_taken_by_its_public_address(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, database_url="", demo=True, public_url="https://help.brand.example"
    )
    site = Site(Services(settings))
    with site.client:
        site.receipt(site.send(GERMAN, site.fill_in(GERMAN), origin="https://help.brand.example"))


@both
def test_a_locked_database_is_told_and_the_form_is_kept(
    site: Site, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = site.fill_in(words, user_name=words.user_name)
    receipt_url = site.send(words, site.fill_in(words)).headers["location"]
    site.services.database.dispose()
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 50)

    with closing(sqlite3.connect(tmp_path / "fairwell.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = site.send(words, filled)
        later = site.client.get(receipt_url)

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert words.not_recorded in words_of(answer.text)
    for phone in FACTS.phones:
        assert phone.number in answer.text
    assert Form(answer.text).sent == filled
    assert later.status_code == 503
    assert len(site.cases()) == 1

    site.receipt(site.send(words, Form(answer.text).sent))
    assert len(site.cases()) == 2


def test_a_commit_whose_answer_got_lost_is_found_by_sending_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = site.fill_in(GERMAN)
    record = site.services.record

    def record_and_lose(declaration: object) -> None:
        record(declaration)  # type: ignore[arg-type]
        raise StoreUnavailable("lost")

    monkeypatch.setattr(site.services, "record", record_and_lose)
    answer = site.send(GERMAN, filled)
    monkeypatch.setattr(site.services, "record", record)

    assert answer.status_code == 503
    site.receipt(site.send(GERMAN, Form(answer.text).sent))
    assert len(site.cases()) == 1
    assert len(site.mails()) == 1


# --- the receipt ------------------------------------------------------------------------------


@both
def test_the_receipt_opens_by_its_token_only_and_leads_to_the_files(
    site: Site, words: Words
) -> None:
    url = site.send(words, site.fill_in(words)).headers["location"]
    token = url.removeprefix(words.receipt_path)
    page = site.client.get(url)

    assert f'href="/receipt/{token}"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in page.text
    others = ("x" * 43, token[:-1], token + "x", "a", site.cases()[0].reference, "%00", "..%2f")
    refusals = [site.client.get(words.receipt_path + other) for other in others]
    assert {refusal.status_code for refusal in refusals} == {404}
    in_words = {words_of(refusal.text) for refusal in refusals if refusal.text}
    assert len(in_words) == 1


def test_links_for_other_things_open_no_receipt(site: Site) -> None:
    site.send(GERMAN, site.fill_in(GERMAN))
    (case,) = site.cases()
    with site.services.store.begin() as work:
        dispute = work.links.make(case.id, "dispute", dt.datetime.now(dt.UTC))
    chat = site.services.record(a_declaration()).receipt

    for token in (dispute, chat):
        assert site.client.get(f"/kuendigen/beleg/{token}").status_code == 404
