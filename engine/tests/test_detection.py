"""German or English, firm or weak, or undecided."""

from __future__ import annotations

from tables import table, texts

from fairwell_engine.hearing.detection import detect, plain_words


@table(
    "text",
    """
    hallo | moin | servus | grüezi | danke | ja | nein | bitte | kündigen | kuendigen
    Kündigung | zu teuer | keine Angabe | weiß ich nicht | Rechnung | passt so | Mensch bitte
    nö | bin umgezogen | was isch gsi | kriag i was
    """,
)
def test_a_german_word_or_two_decide_weakly(text: str) -> None:
    detection = detect(text)

    assert detection is not None
    assert (detection.language, detection.firm) == ("de", False)


@table(
    "text",
    """
    hello | thanks | yes | no | cancel | too expensive | don't know | invoice | never mind
    no reason | human please | I’m leaving | closing the shop
    """,
)
def test_an_english_word_or_two_decide_weakly(text: str) -> None:
    detection = detect(text)

    assert detection is not None
    assert (detection.language, detection.firm) == ("en", False)


@table(
    "text",
    [
        *texts("""
            hi | ok | OK! | stop | pause | name | bin | in | hey | bye | billing | ?
            """),
        "",
        "   ",
    ],
)
def test_words_of_both_languages_decide_nothing(text: str) -> None:
    assert detect(text) is None


@table(
    "text",
    """
    anna.mueller@blumen-mueller.example | emma.clark@harbor-bakery.example | harbor-bakery
    pine_street.gym, front@pine-street-gym.example | blumen-mueller | radhaus24 | 482913
    https://example.com/the-account-of-my-company | www.kuendigung.example | 3.5.2026
    """,
)
def test_details_decide_nothing(text: str) -> None:
    assert detect(text) is None


@table("text", ["hallo thanks", "I want to kündigen mein Konto", "Account kündigen please"])
def test_mixed_messages_decide_nothing(text: str) -> None:
    assert detect(text) is None


@table(
    "text, language",
    [
        ("Ich möchte mein Konto zum Monatsende kündigen", "de"),
        ("koennt ihr mein konto loeschen bitte", "de"),
        ("das ist mir zu teuer geworden", "de"),
        ("i mog des nimmer zahlen, kündigt's mir bitte", "de"),
        ("I would like to cancel my account", "en"),
        ("I'm closing the bakery at the end of the month", "en"),
        ("my username is blumen-mueller and the email is anna@blumen-mueller.example", "en"),
        ("mein Benutzername ist harbor-bakery und die Mail emma@harbor-bakery.example", "de"),
    ],
)
def test_a_whole_sentence_is_firm(text: str, language: str) -> None:
    detection = detect(text)

    assert detection is not None
    assert (detection.language, detection.firm) == (language, True)
    assert detection.confidence >= 0.9


@table("text", ["Oak Street Book Shop", "Harbor Bakery London Bridge", "Weinhof Lang Mosel Trier"])
def test_a_line_of_names_is_never_firm(text: str) -> None:
    detection = detect(text)

    assert detection is None or not detection.firm


def test_details_are_taken_out_before_deciding() -> None:
    text = "Hier: anna@firma.example, blumen-mueller (482913), https://firma.example/x"

    assert plain_words(text) == ["hier"]
