"""Guessing passwords: who has to wait, and what a guesser learns."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Literal

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from fairwell.rules.access import passwords
from fairwell.services.staff import login as desk_login
from fairwell.services.staff import users
from fairwell.services.staff.login import Locked, LoggedIn, WrongPassword
from fairwell.store.staff.users import User
from tests.integration.records import at
from tests.integration.serving import Gateway
from tests.support.desk import PASSWORD, DeskClient


def attempt(gate: Gateway, login: str, password: str, address: str = "192.0.2.1") -> LoggedIn:
    return desk_login.log_in(login, password, address, gate.app)


def test_12_after_a_few_wrong_passwords_even_the_right_one_has_to_wait(
    gate: Gateway, agent: User
) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            attempt(gate, agent.login, "wrong")

    with pytest.raises(Locked):
        attempt(gate, agent.login, PASSWORD)


def test_12_waiting_over_the_right_password_lets_in_and_begins_anew(
    gate: Gateway, agent: User
) -> None:
    later = dt.datetime.now(dt.UTC)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            attempt(gate, agent.login, "wrong")

    later += dt.timedelta(minutes=1)
    desk_login.log_in(agent.login, PASSWORD, "192.0.2.1", at(gate.app.store, later))
    for _ in range(4):
        with pytest.raises(WrongPassword):
            attempt(gate, agent.login, "wrong")


def test_13_guesses_for_many_names_from_one_address_have_to_wait_too(gate: Gateway) -> None:
    for number in range(20):
        with pytest.raises(WrongPassword):
            attempt(gate, f"user-{number}@desk.example", "wrong", "192.0.2.9")

    with pytest.raises(Locked):
        attempt(gate, "another@desk.example", "wrong", "192.0.2.9")
    with pytest.raises(WrongPassword):
        attempt(gate, "another@desk.example", "wrong", "192.0.2.10")


def test_12_guesses_made_at_once_are_counted_each(gate: Gateway, agent: User) -> None:
    outcomes: list[type[Exception]] = []

    def guess(number: int) -> None:
        try:
            attempt(gate, agent.login, "wrong", f"192.0.2.{number}")
        except (Locked, WrongPassword) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count(WrongPassword) == 5
    assert outcomes.count(Locked) == 7


def test_11_unknown_names_are_answered_and_locked_like_known_ones(
    gate: Gateway, client: DeskClient, agent: User
) -> None:
    def answers(login: str) -> list[tuple[int, str]]:
        found = []
        for _ in range(6):
            answer = client.log_in(login, "wrong")
            found.append((answer.status_code, answer.text.replace(login, "NAME")))
        return found

    known, unknown = answers(agent.login), answers("nobody@desk.example")

    assert [status for status, _ in known] == [422] * 5 + [429]
    assert known == unknown


def test_11_an_unknown_name_costs_the_work_of_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # How long either takes stands in the report of `make bench`.
    verified: list[Parameters] = []

    class Watched(PasswordHasher):
        def verify(self, *hash_and_password: str | bytes) -> Literal[True]:
            verified.append(extract_parameters(str(hash_and_password[0])))
            return super().verify(*hash_and_password)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    passwords._nobodys.cache_clear()

    assert not passwords.fits("wrong", passwords.hash_password(PASSWORD))
    assert not passwords.fits("wrong", None)
    passwords._nobodys.cache_clear()

    known, unknown = verified
    assert known == unknown == RFC_9106_LOW_MEMORY


def test_a_disabled_user_hears_what_everybody_with_a_wrong_password_hears(
    gate: Gateway, client: DeskClient, agent: User
) -> None:
    users.disable(agent.id, by="test", app=gate.app)
    right = client.log_in(agent.login)
    wrong = client.log_in(agent.login, "wrong")

    assert (right.status_code, right.text) == (wrong.status_code, wrong.text)
    assert right.status_code == 422


def test_27_a_client_that_names_another_address_is_counted_by_its_own(gate: Gateway) -> None:
    with DeskClient.of(gate.url) as client:
        statuses = [
            client.http.post(
                "/desk/login",
                data={"login": f"{number}@desk.example", "password": "wrong"},
                headers={
                    "Sec-Fetch-Site": "same-origin",
                    # What a remote client sends stands left of what the proxy saw.
                    "X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7",
                },
            ).status_code
            for number in range(21)
        ]

    assert statuses == [422] * 20 + [429]
