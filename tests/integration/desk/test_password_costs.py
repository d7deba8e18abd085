"""What a password's hash costs: little in these tests, RFC 9106's second profile in the product."""

from __future__ import annotations

import subprocess
import sys

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from fairwell.rules.access import passwords
from fairwell.store.staff.users import User
from tests.integration.serving import Gateway
from tests.support.desk import PASSWORD, DeskClient

HASH_ONE = (
    "from fairwell.rules.access import passwords; print(passwords.hash_password('nobody'), end='')"
)


def test_outside_these_tests_a_hash_has_the_costs_of_the_rfc() -> None:
    hashed = subprocess.run(
        [sys.executable, "-c", HASH_ONE], capture_output=True, text=True, check=True
    ).stdout

    assert extract_parameters(hashed) == RFC_9106_LOW_MEMORY


def kept_hash(gate: Gateway, user: User) -> str:
    with gate.app.store.look() as work:
        kept = work.users.get(user.id)
    assert kept is not None and kept.password_hash is not None
    return kept.password_hash


def test_a_login_at_real_costs_hashes_a_cheap_password_again(
    gate: Gateway, client: DeskClient, agent: User, request: pytest.FixtureRequest
) -> None:
    assert extract_parameters(kept_hash(gate, agent)) != RFC_9106_LOW_MEMORY
    request.getfixturevalue("real_password_costs")

    assert client.log_in(agent.login).status_code == 303

    kept = kept_hash(gate, agent)
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert passwords.fits(PASSWORD, kept)
