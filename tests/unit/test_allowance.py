"""Allowances: strangers run out of them, the owner does not."""

from __future__ import annotations

import pytest

from fairwell.rules.cases import allowance as rules
from fairwell.rules.cases.allowance import (
    EXEMPT,
    Allowance,
    Client,
    Usage,
    allowed_with_declaration,
    may_have_code,
    may_try,
)

STRANGER, OWNER = Client("s"), Client("o", is_owner=True)
UNKNOWN, OURS = Client(), Client(EXEMPT)
EVERYTHING = Usage(0, *[10_000] * 9)
OF_STRANGERS = Usage(
    codes_of_strangers_day=10_000,
    mails_of_strangers_day=10_000,
    codes_of_client_hour=10_000,
    codes_hour=10_000,
    tries_of_strangers_day=10_000,
    tries_of_client_hour=10_000,
    tries_hour=10_000,
)


@pytest.mark.parametrize(
    ("used", "client", "with_declaration", "again", "tries"),
    [
        (Usage(), STRANGER, Allowance.FULL, True, True),
        (Usage(codes_of_pair_hour=2), STRANGER, Allowance.FULL, True, True),
        (Usage(codes_of_pair_hour=3), STRANGER, Allowance.FULL, False, True),
        (Usage(codes_of_pair_hour=6), STRANGER, Allowance.NO_CODE, False, True),
        (Usage(codes_of_pair_hour=6), OWNER, Allowance.NO_CODE, False, True),
        (Usage(codes_of_strangers_day=20), STRANGER, Allowance.NO_CODE, False, True),
        (Usage(codes_of_client_hour=30), STRANGER, Allowance.NO_CODE, False, True),
        (Usage(codes_of_client_hour=30), UNKNOWN, Allowance.FULL, True, True),
        (Usage(codes_hour=1000), STRANGER, Allowance.NO_CODE, False, True),
        (Usage(tries_of_pair_day=10), STRANGER, Allowance.FULL, True, False),
        (Usage(tries_of_pair_day=10), OWNER, Allowance.FULL, True, False),
        (Usage(tries_of_strangers_day=30), STRANGER, Allowance.FULL, True, False),
        (Usage(tries_of_client_hour=30), STRANGER, Allowance.FULL, True, False),
        (Usage(tries_of_client_hour=30), UNKNOWN, Allowance.FULL, True, True),
        (Usage(tries_hour=300), STRANGER, Allowance.FULL, True, False),
        (OF_STRANGERS, STRANGER, Allowance.NOTHING, False, False),
        (OF_STRANGERS, OWNER, Allowance.FULL, True, True),
        (EVERYTHING, OWNER, Allowance.NO_CODE, False, False),
        (EVERYTHING, OURS, Allowance.FULL, True, True),
        # a case has its mails an hour, whoever asks
        (Usage(codes_of_case_hour=3), OWNER, Allowance.FULL, False, True),
        (Usage(codes_of_case_hour=3), OURS, Allowance.FULL, False, True),
    ],
)
def test_13_what_is_left(
    used: Usage, client: Client, with_declaration: Allowance, again: bool, tries: bool
) -> None:
    assert allowed_with_declaration(used, client) is with_declaration
    assert may_have_code(used, client) is again
    assert may_try(used, client) is tries


def test_13_the_bounds_on_guessing_that_the_document_states() -> None:
    a_day = rules.TRIES_OF_STRANGERS_PER_DAY / 1_000_000

    assert a_day == pytest.approx(3e-5)
    assert 1 - (1 - a_day) ** 365 < 0.011
    assert pytest.approx(3e-4) == rules.TRIES_PER_HOUR_IN_ALL / 1_000_000
