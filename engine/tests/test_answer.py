"""What is heard of account details in answers to the question for them, and in first messages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from growth import assert_grows_in_step
from tables import table

from fairwell_engine.hearing.details.answer import find_answer

_ROWS = Path(__file__).parent / "answers"
MORE = ("de_more.txt", "en_more.txt", "de_third.txt", "en_third.txt")
_BOTH = frozenset({"user_name", "email"})


@dataclass(frozen=True)
class Expected:
    """What one row of a table expects."""

    user_name: str | None = None
    email: str | None = None
    broken_email: bool = False
    refuses: frozenset[str] = frozenset()
    reason: str | None = None


def rows(name: str) -> list[tuple[str, Expected]]:
    """The rows "text => name: x | mail: y | no: both | why: z | broken" of one file."""
    lines = (_ROWS / name).read_text("utf-8").splitlines()
    return [_row(line) for line in lines if line and not line.startswith("# ")]


def _row(line: str) -> tuple[str, Expected]:
    text, _, after = line.rpartition("=>")
    fields = dict(
        field.strip().partition(": ")[::2] for field in after.split(" | ") if field.strip()
    )
    no = fields.get("no")
    refuses = _BOTH if no == "both" else frozenset({no} if no else ())
    expected = Expected(
        fields.get("name"), fields.get("mail"), "broken" in fields, refuses, fields.get("why")
    )
    return text.strip().replace("\\n", "\n"), expected


def heard(text: str, asked: str | None) -> Expected:
    answer = find_answer(text, asked=asked)
    return Expected(
        answer.user_name, answer.email, answer.broken_email, answer.refuses, answer.reason
    )


@table("text, expected", rows("de_details.txt"))
def test_german_answers(text: str, expected: Expected) -> None:
    assert heard(text, "details") == expected


@table("text, expected", rows("en_details.txt"))
def test_english_answers(text: str, expected: Expected) -> None:
    assert heard(text, "details") == expected


@table("text, expected", [row for name in MORE for row in rows(name)])
def test_more_answers(text: str, expected: Expected) -> None:
    assert heard(text, "details") == expected


@table("text, expected", rows("de_first.txt") + rows("en_first.txt"))
def test_first_messages_give_only_what_is_labelled_or_plain(text: str, expected: Expected) -> None:
    assert heard(text, None) == expected


@table(
    "text, asked, refused",
    [
        ("weiß ich nicht", "user_name", {"user_name"}),
        ("weiß ich nicht", "email", {"email"}),
        ("no idea", "user_name", {"user_name"}),
        ("not telling you", "email", {"email"}),
        ("keinen von beiden kenne ich", "user_name", {"user_name", "email"}),
        ("no idea", None, set()),
    ],
)
def test_a_bare_refusal_is_about_what_was_asked(
    text: str, asked: str | None, refused: set[str]
) -> None:
    assert find_answer(text, asked=asked).refuses == refused


@table(
    "text, unknown",
    [
        ("weiß ich nicht", {"user_name", "email"}),
        ("sag ich nicht", set()),
        ("I don't have a username, tess@birch.example", {"user_name"}),
        ("birch-yoga, I won't give you my email", set()),
    ],
)
def test_not_knowing_is_told_apart_from_not_saying(text: str, unknown: set[str]) -> None:
    answer = find_answer(text, asked="details")
    assert answer.unknown == unknown
    assert answer.withheld == answer.refuses - unknown


@table(
    "text, secret",
    [
        ("pw Hunter2!", "Hunter2!"),
        ("tortenhaus, pw: sahne", "sahne"),
        ("mein Kennwort lautet Apfelmus", "Apfelmus"),
        ("mein Passwort für das Konto ist sommer2024", "sommer2024"),
        ("password's letmein", "letmein"),
        ("my password is still letmein, ok", "letmein"),
        ("Passwort Regen!77", "Regen!77"),
        ("letmein is my password", "letmein"),
        ("Apfelmus ist mein Passwort", "Apfelmus"),
        ("login tortenhaus / sahne99", "sahne99"),
        ("Login: torten@haus.example / sahne99", "sahne99"),
        ("Zugangsdaten: tortenhaus sahne!99", "sahne!99"),
        ("user/pass: otter / kayak123", "kayak123"),
        ("PIN 4711", "4711"),
        ("meine PIN ist 4711", "4711"),
        ("pin: 9021", "9021"),
        ("cvc 123", "123"),
        ("4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("Karte 5500-0000-0000-0004 bitte", "5500-0000-0000-0004"),
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
        ("my IBAN is GB82WEST12345698765432.", "GB82WEST12345698765432"),
        ("das passwort ist „ich mag käse“", "ich mag käse"),
    ],
)
def test_secrets_are_found_and_never_a_detail(text: str, secret: str) -> None:
    answer = find_answer(text, asked="details")
    assert [text[start:end] for start, end in answer.secrets] == [secret]
    assert secret not in {answer.user_name, answer.email}


@table(
    "text",
    """
    Passwort vergessen | ich habe mein Passwort vergessen
    my password is wrong | Passwort ist falsch
    password reset please | das Passwort geht nicht | pin 274498 | my phone's pin is blocked
    login tortenhaus / backstube@tortenhaus.example | Login ist tortenhaus | 4111 1111 1111 1112
    Kundennummer 4471903 | Daten ohne Passwort: tortenhaus | what is my password?
    """,
)
def test_remarks_about_secrets_are_none(text: str) -> None:
    assert find_answer(text, asked="details").secrets == ()


def test_time_grows_in_step_with_the_length() -> None:
    for piece in ("a.b-c ", "a@", "user name is ", "at dot at ", "weiß nicht, ", "pass is ", "'a "):
        assert_grows_in_step(lambda text: find_answer(text, asked="details"), piece, 2000)
