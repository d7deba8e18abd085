"""Passwords, sessions, lockout and roles of the desk, without a store."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.access import passwords, sessions
from fairwell.rules.access.lockout import OF_ADDRESS, OF_USER, Backoff
from fairwell.rules.access.passwords import Weakness, weakness
from fairwell.rules.access.roles import Role, UnknownRole, roles_of
from fairwell.rules.access.sessions import ABSOLUTE, IDLE, Lifetime
from tests.support.tables import table

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@table(
    "password, wrong",
    [
        ("elf zeichen", Weakness.TOO_SHORT),
        ("x" * 129, Weakness.TOO_LONG),
        ("passwort1234", Weakness.EASY),
        ("password1234", Weakness.EASY),
        ("123456789012", Weakness.EASY),
        ("qwertzuiop123", Weakness.EASY),
        ("aaaaaaaaaaaaaaaa", Weakness.EASY),
        ("fairwell2026!", Weakness.EASY),
        ("Kündigung2026!", Weakness.EASY),
        ("kim.beispiel1", Weakness.EASY),
        ("vier kluge Möwen frieren", None),
        ("purple tractor behind seven doors", None),
    ],
)
def test_a_new_password_is_long_and_not_easily_guessed(
    password: str, wrong: Weakness | None
) -> None:
    assert weakness(password, ["kim.beispiel"]) is wrong


def test_a_password_fits_its_hash_and_no_other_does() -> None:
    kept = passwords.hash_password("vier kluge Möwen frieren")

    assert kept.startswith("$argon2id$")
    assert passwords.fits("vier kluge Möwen frieren", kept)
    assert not passwords.fits("vier kluge Möwen friere", kept)
    assert not passwords.is_outdated(kept)


def test_nothing_fits_where_there_is_no_password() -> None:
    assert not passwords.fits("nobody's", None)
    assert not passwords.fits("", None)
    assert not passwords.fits("x", "no hash at all")


def test_a_session_ends_when_nobody_uses_it_and_after_a_working_day() -> None:
    fresh = Lifetime(NOW, NOW)
    used = Lifetime(NOW, NOW + ABSOLUTE - MINUTE)

    assert not fresh.is_over(NOW + IDLE - MINUTE)
    assert fresh.is_over(NOW + IDLE)
    assert not used.is_over(NOW + ABSOLUTE - MINUTE)
    assert used.is_over(NOW + ABSOLUTE)


def test_a_use_is_noted_once_a_minute() -> None:
    assert not Lifetime(NOW, NOW).wants_touch(NOW + MINUTE / 2)
    assert Lifetime(NOW, NOW).wants_touch(NOW + MINUTE)


def test_secrets_are_random_and_kept_as_hashes() -> None:
    one, two = sessions.new_secret(), sessions.new_secret()

    assert one != two
    assert len(one) == 43  # 256 bits
    assert one not in sessions.hash_secret(one)
    assert len(sessions.hash_secret(one)) == 64


def test_a_form_token_belongs_to_one_session() -> None:
    token = sessions.form_token("one")

    assert sessions.is_form_token(token, "one")
    assert not sessions.is_form_token(token, "two")
    assert not sessions.is_form_token("ü", "one")
    assert "one" not in token


@pytest.mark.parametrize("backoff", [OF_USER, OF_ADDRESS])
@given(failures=st.integers(0, 10_000))
def test_waiting_grows_with_each_failure_up_to_a_limit(backoff: Backoff, failures: int) -> None:
    wait = backoff.wait(failures)

    assert dt.timedelta(0) <= wait <= backoff.wait(failures + 1) <= backoff.longest
    assert (wait == dt.timedelta(0)) == (failures < backoff.free)


def test_a_guesser_gets_about_a_hundred_tries_a_day() -> None:
    clock, tries = dt.timedelta(0), 0
    while clock < dt.timedelta(days=1):
        tries += 1
        clock += OF_USER.wait(tries)

    assert tries < 105


def test_roles_are_named_and_unknown_ones_refused() -> None:
    assert roles_of(["agent", " Admin "]) == {Role.AGENT, Role.ADMIN}
    with pytest.raises(UnknownRole, match=r"boss.*agent, supervisor, trainer"):
        roles_of(["boss"])
