"""Messages of two acts, composed from written ones."""

from __future__ import annotations

from fairwell_engine.hearing.acts.composing import Single, compose

SINGLES = [
    Single("Bitte kündigen.", "cancel_account", "de"),
    Single("Ich will raus", "cancel_account", "de"),
    Single("Cancel my account", "cancel_account", "en"),
    Single("Löscht meine Daten", "delete_data", "de"),
    Single("Delete my data", "delete_data", "en"),
    Single("Was kostet die Pause?", "faq_pause", "de"),
    Single("How much is a pause?", "faq_pause", "en"),
    Single("Es ist zu teuer", "give_reason", "de"),
    Single("It's too expensive", "give_reason", "en"),
    Single("guten Tag", "greet", "de"),
    Single("x" * 90, "cancel_account", "en"),
]
CORES = {
    intent: [s.text.rstrip(".").lower() for s in SINGLES if s.intent == intent]
    for intent in ("cancel_account", "delete_data", "faq_pause", "give_reason")
}


def test_the_same_seed_composes_the_same_messages() -> None:
    assert compose(SINGLES, 200, seed=3) == compose(SINGLES, 200, seed=3)
    assert compose(SINGLES, 200, seed=3) != compose(SINGLES, 200, seed=4)


def test_a_composed_message_has_the_acts_of_both_parts() -> None:
    made = compose(SINGLES, 300, seed=1)

    assert 100 < len(made) <= 300
    for text, acts in made:
        for intent in acts:
            assert any(core in text.lower() for core in CORES[intent]), (text, acts)
        assert acts[0] in {"cancel_account", "delete_data"}  # a wish comes first
    assert {acts for _, acts in made} == {
        ("cancel_account",),  # with a reason, which is no act beside a wish
        ("delete_data",),
        ("cancel_account", "delete_data"),
        ("cancel_account", "faq_pause"),
        ("delete_data", "cancel_account"),
        ("delete_data", "faq_pause"),
    }


def test_a_reason_beside_a_wish_stays_in_the_text() -> None:
    reasons = [text for text, acts in compose(SINGLES, 300, seed=1) if len(acts) == 1]

    assert all(any(core in text.lower() for core in CORES["give_reason"]) for text in reasons)


def test_both_parts_are_of_one_language() -> None:
    german = {single.text.rstrip(".").lower() for single in SINGLES if single.language == "de"}

    for text, _ in compose(SINGLES, 300, seed=2):
        parts = [core for cores in CORES.values() for core in cores if core in text.lower()]
        assert len({core in german for core in parts}) == 1, text


def test_letters_are_no_parts() -> None:
    assert not any("xxx" in text for text, _ in compose(SINGLES, 300, seed=1))


def test_without_wishes_or_questions_nothing_is_composed() -> None:
    assert compose([s for s in SINGLES if s.intent != "faq_pause"], 50, seed=1) == []
    assert compose([s for s in SINGLES if s.intent.startswith("faq")], 50, seed=1) == []
    assert compose([], 50, seed=1) == []
