"""Words that are rare and grave, told apart from words that only sound like them."""

from __future__ import annotations

from fairwell.dialogue import circumstances
from tests.support.tables import table


@table(
    "text",
    """
    mein Vater ist verstorben | Wegen eines Todesfalls möchte ich kündigen
    nach dem Tod meiner Mutter | die Inhaberin ist leider gestorben
    I'm her widow, my husband passed away | the owner died last month
    my late father had an account | there was a death in the family
    Mein Mann ist letzte Woche von uns gegangen | meine Mutter ist seit März tot
    Ich regle den Nachlass meiner Tante | My wife passed two weeks ago | my dad died
    I lost my husband in May | I'm the executor
    """,
)
def test_a_death_is_heard(text: str) -> None:
    assert circumstances.is_bereaved(text)


@table(
    "text",
    """
    todlangweilig | das Projekt ist eingeschlafen | I'm dying to leave | my phone died
    too late for me | ich sterbe vor Langeweile | meine Frau ist totmüde
    my boss passed me this task | we sell real estate of all kinds
    """,
)
def test_a_manner_of_speaking_is_no_death(text: str) -> None:
    assert not circumstances.is_bereaved(text)


@table(
    "text, named",
    [
        ("Sonst gehe ich zum Anwalt", True),
        ("mein Rechtsanwalt schreibt Ihnen", True),
        ("Ich melde Sie der Verbraucherzentrale", True),
        ("you'll hear from my lawyer", True),
        ("namens und in Vollmacht meiner Mandantin", True),
        ("my client terminates the agreement", True),
        ("I'll take legal action", True),
        ("die Anwendung ist schlecht", False),
        ("lawful", False),
    ],
)
def test_a_lawyer_is_heard(text: str, named: bool) -> None:
    assert circumstances.names_lawyer(text) is named


@table(
    "text, other",
    [
        ("Ich bin nicht die Inhaberin", True),
        ("im Auftrag meiner Mutter", True),
        ("für meinen Chef soll ich kündigen", True),
        ("I'm not the account owner", True),
        ("on behalf of my boss", True),
        ("Ich bin der Inhaber", False),
        ("my account", False),
    ],
)
def test_somebody_elses_account_is_heard(text: str, other: bool) -> None:
    assert circumstances.is_not_owner(text) is other


@table(
    "text",
    """
    abbrechen | Abbruch | bitte abbrechen | das abbrechen | cancel | Cancel it. | just cancel
    """,
)
def test_a_bare_cancel_has_two_senses(text: str) -> None:
    assert circumstances.is_ambiguous(text)


@table(
    "text",
    ["Account abbrechen", "cancel my account", "kündigen", "cancel the pause", "", "abgebrochen"],
)
def test_a_cancel_of_something_named_has_one(text: str) -> None:
    assert not circumstances.is_ambiguous(text)


@table(
    "text, for_cause",
    [
        ("fristlos", True),
        ("außerordentliche Kündigung", True),
        ("ausserordentlich kündigen", True),
        ("aus wichtigem Grund", True),
        ("for good cause", True),
        ("ordentlich kündigen", False),
        ("because it is too expensive", False),
    ],
)
def test_a_cancellation_for_cause_is_heard(text: str, for_cause: bool) -> None:
    assert circumstances.is_for_cause(text) is for_cause


@table(
    "text, angry",
    [
        ("Mir langt's jetzt endgültig mit euch", True),
        ("Das ist eine Frechheit", True),
        ("kündigen!!!", True),
        ("This is ridiculous", True),
        ("I'm fed up with you", True),
        ("Hallo! Ich möchte kündigen", False),
        ("Reicht der Benutzername?", False),
        ("please cancel, thanks!", False),
    ],
)
def test_anger_is_heard(text: str, angry: bool) -> None:
    assert circumstances.is_angry(text) is angry


@table(
    "text, polite",
    [
        ("na, wie geht's dir so?", True),
        ("Wie geht es Ihnen?", True),
        ("how are you today", True),
        ("what's up", True),
        ("Wie geht es weiter?", False),
        ("wie geht das", False),
        ("how are you going to refund me", False),
    ],
)
def test_small_talk_asks_for_nothing(text: str, polite: bool) -> None:
    assert circumstances.is_small_talk(text) is polite


@table(
    "text, money",
    [
        ("Ihr habt trotzdem abgebucht", True),
        ("you took 45 dollars again", True),
        ("heute sind wieder 45 € weg", True),
        ("wiederholte Nichtleistung trotz Mahnung", False),
        ("nothing was delivered", False),
    ],
)
def test_money_is_spoken_of(text: str, money: bool) -> None:
    assert circumstances.speaks_of_money(text) is money
