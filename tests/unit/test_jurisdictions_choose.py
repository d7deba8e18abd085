"""Whose rules hold: nothing known means the default; then the billing address; then the words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fairwell import paths
from fairwell.policy.jurisdictions import load_jurisdictions
from fairwell.rules.cases.case import Knowledge
from fairwell.rules.cases.jurisdiction import Book, choose
from fairwell.rules.cases.jurisdiction_rules import stricter
from tests.support.tables import table

BOOK: Book = load_jurisdictions(paths.POLICY)
KNOWN = [Knowledge.VERIFIED, Knowledge.SIGNED_IN]
places = st.none() | st.sampled_from(["DE", "US", "US-MN", "GB", "PL", "BR", ""]) | st.text()


@given(country=places, region=places, said=places)
def test_an_anonymous_conversation_always_gets_the_default(
    country: str | None, region: str | None, said: str | None
) -> None:
    chosen = choose(BOOK, knowledge=Knowledge.ANONYMOUS, country=country, region=region, said=said)

    assert (chosen.code, chosen.why) == ("default", "anonymous")
    assert chosen.rules == BOOK.rules["default"]


@table("knowledge", KNOWN)
@table(
    "country, region, code, why",
    [
        ("DE", None, "DE", "billing_country"),
        ("de", None, "DE", "billing_country"),
        (" AT ", None, "AT", "billing_country"),
        ("DE", "BY", "DE", "billing_country"),
        ("FR", None, "FR", "billing_country"),
        ("CH", None, "CH", "billing_country"),
        ("GB", None, "UK", "billing_country"),
        ("GB", "SCT", "UK", "billing_country"),
        ("PL", None, "EU", "eu_member"),
        ("GR", "", "EU", "eu_member"),
        ("US", "CA", "US-CA", "billing_state"),
        ("US", "ny", "US-NY", "billing_state"),
        ("US", "US-MN", "US-MN", "billing_state"),
        ("US", "WA", "US", "state_not_listed"),
        ("US", None, "US", "state_not_listed"),
        ("CA", None, "default", "country_not_listed"),
        ("CA", "CA", "default", "country_not_listed"),
        ("BR", None, "default", "country_not_listed"),
        ("NO", None, "default", "country_not_listed"),
        ("default", None, "default", "country_not_listed"),
        ("", "CA", "default", "country_unknown"),
        (None, None, "default", "country_unknown"),
    ],
)
def test_a_known_account_is_judged_by_its_billing_address(
    knowledge: Knowledge, country: str | None, region: str | None, code: str, why: str
) -> None:
    chosen = choose(BOOK, knowledge=knowledge, country=country, region=region)

    assert (chosen.code, chosen.why) == (code, why)
    assert chosen.rules == BOOK.rules[code]


@table("knowledge", KNOWN)
@table(
    "country, region, said, code, with_code, why",
    [
        ("DE", None, "US-MN", "DE", "US-MN", "billing_country+said_US-MN"),
        ("US", "CA", "DE", "US-CA", "DE", "billing_state+said_DE"),
        ("US", "CA", "us-tx", "US-CA", "US", "billing_state+said_US"),
        ("US", None, "US-NY", "US", "US-NY", "state_not_listed+said_US-NY"),
        ("CH", None, "GB", "CH", "UK", "billing_country+said_UK"),
        ("AT", None, "PL", "AT", "EU", "billing_country+said_EU"),
        ("FR", None, "BR", "FR", "default", "billing_country+said_default"),
        ("BR", None, "FR", "default", "FR", "country_not_listed+said_FR"),
    ],
)
def test_other_words_of_the_customer_make_each_rule_the_stricter(
    knowledge: Knowledge,
    country: str,
    region: str | None,
    said: str,
    code: str,
    with_code: str,
    why: str,
) -> None:
    chosen = choose(BOOK, knowledge=knowledge, country=country, region=region, said=said)

    assert (chosen.code, chosen.why) == (code, why)
    assert chosen.rules == stricter(BOOK.rules[code], BOOK.rules[with_code])


@table("said", ["DE", "de", " DE ", "DE-BY", "", "  ", None])
def test_words_that_agree_with_the_billing_address_change_nothing(said: str | None) -> None:
    chosen = choose(BOOK, knowledge=Knowledge.VERIFIED, country="DE", region=None, said=said)

    assert (chosen.code, chosen.why) == ("DE", "billing_country")
    assert chosen.rules == BOOK.rules["DE"]


def test_a_german_account_that_names_minnesota() -> None:
    chosen = choose(BOOK, knowledge=Knowledge.VERIFIED, country="DE", region=None, said="US-MN")

    assert chosen.rules.online_route == "button"
    assert chosen.rules.reason_required == "never"
    assert chosen.rules.offer_timing == "after_receipt"
    assert chosen.rules.offer_consent == "ask_once"
    assert chosen.rules.withdrawal_days == 14
    assert chosen.rules.yearly_notice is True


@given(knowledge=st.sampled_from(list(Knowledge)), country=places, region=places, said=places)
def test_whatever_comes_in_the_stamp_fits_its_column_and_shows_nothing_typed(
    knowledge: Knowledge, country: str | None, region: str | None, said: str | None
) -> None:
    chosen = choose(BOOK, knowledge=knowledge, country=country, region=region, said=said)

    base, _, named = chosen.why.partition("+said_")
    assert chosen.code in BOOK.rules
    assert len(chosen.code) <= 8
    assert len(chosen.why) <= 40
    assert base in {
        "anonymous",
        "billing_country",
        "billing_state",
        "eu_member",
        "state_not_listed",
        "country_not_listed",
        "country_unknown",
    }
    assert named in {"", *BOOK.rules}
