"""Whom an @name in a note means."""

from __future__ import annotations

from fairwell.rules.handoff.mentions import Mentionable, Named, named_in
from tests.support.tables import table

ANNA = Mentionable("1", "Anna Beispiel", "anna@desk.example")
ANNABEL = Mentionable("2", "Annabel Muster", "am@desk.example")
BEN = Mentionable("3", "Ben Muster", "ben")
BEN_TOO = Mentionable("4", "Ben Zwei", "ben2")
JOERG = Mentionable("5", "Jörg", "joerg@desk.example")
PEOPLE = (ANNA, ANNABEL, BEN, BEN_TOO, JOERG)


@table(
    "text, expected",
    [
        ("Ohne Namen", ()),
        ("@Anna Beispiel, bitte ansehen", (ANNA,)),
        ("Kann @anna übernehmen?", (ANNA,)),
        ("(@Annabel)", (ANNABEL,)),
        ("@anna@desk.example weiß mehr", (ANNA,)),
        ("@Jörg: Rechnung", (JOERG,)),
        ("@Ben Muster und @Anna, und noch einmal @Anna Beispiel", (BEN, ANNA)),
        ("@Ben\nMuster", (BEN,)),
        ("Schreibt als kim@kunde.example, a@anna", ()),
        ("10 @ 5 Euro, @", ()),
    ],
)
def test_a_name_is_found_as_people_write_it(text: str, expected: tuple[Mentionable, ...]) -> None:
    assert named_in(text, PEOPLE) == Named(tuple(one.id for one in expected), (), ())


def test_who_is_not_there_or_could_be_several_is_told() -> None:
    assert named_in("@Carla und @Zwei", PEOPLE) == Named((), ("Carla", "Zwei"), ())
    assert named_in("@Zoe, bitte", ()).unknown == ("Zoe",)


def test_a_first_name_of_two_is_unclear_and_a_login_name_never() -> None:
    twins = (Mentionable("1", "Ben Muster", "muster"), Mentionable("2", "Ben Zwei", "zwei"))

    assert named_in("@Ben", twins).unclear == ("Ben",)
    assert named_in("@zwei", twins).ids == ("2",)
    assert named_in("@Ben Muster", (*twins, Mentionable("3", "Ben Muster", "b3"))).unclear == (
        "Ben",
    )
