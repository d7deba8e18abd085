"""Which account a declaration means."""

from __future__ import annotations

from fairwell.rules.cases.matching import matches, the_match
from tests.support.tables import table
from tests.unit.samples import ACCOUNT, a_declaration, an_account

OTHER = an_account(id="01OTHER", user_name="radhaus-nord", email="kontakt@radhaus-nord.example")


@table(
    "stated",
    [
        {},
        {"user_name": None},
        {"email": None},
        {"user_name": ""},
        {"email": ""},
    ],
)
def test_what_was_stated_fits(stated: dict[str, str | None]) -> None:
    assert matches(a_declaration(**stated), ACCOUNT)


@table(
    "stated",
    [
        {"user_name": None, "email": None},
        {"user_name": "", "email": ""},
        {"user_name": "radhaus-nord"},
        {"email": "kontakt@radhaus-nord.example"},
        {"user_name": "radhaus-nord", "email": None},
        {"user_name": "blumen-muelle"},
    ],
)
def test_nothing_stated_or_one_wrong_detail_is_no_match(stated: dict[str, str | None]) -> None:
    assert not matches(a_declaration(**stated), ACCOUNT)


def test_the_directorys_capitals_do_not_matter() -> None:
    capital = an_account(user_name="Blumen-Mueller", email="Anna.Mueller@Blumen-Mueller.example")

    assert matches(a_declaration(), capital)


def test_the_one_fitting_account_is_the_match() -> None:
    assert the_match(a_declaration(), [OTHER, ACCOUNT]) == ACCOUNT


def test_none_or_several_fitting_accounts_are_for_billing_to_decide() -> None:
    twin = an_account(id="01TWIN", user_name="blumen-mueller-2")

    assert the_match(a_declaration(), []) is None
    assert the_match(a_declaration(), [OTHER]) is None
    assert the_match(a_declaration(user_name=None), [ACCOUNT, twin]) is None
    assert the_match(a_declaration(), [ACCOUNT, twin]) == ACCOUNT
