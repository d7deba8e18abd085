"""What the model learns from: enough of each intent, in both languages, nothing in two places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from math import ceil

import yaml

from fairwell.paths import ROOT
from tests.support.tables import table
from tests.unit.samples import domain
from tests.unit.texts import Example, examples

FEWEST = 80
# The eight routes around leaving are told apart by little, and a mistake among them costs most.
FEWEST_AROUND_LEAVING = 120
AROUND_LEAVING = {
    "cancel_account",
    "withdraw_contract",
    "pause_account",
    "keep_account",
    "revoke_cancellation",
    "cancel_addon",
    "delete_data",
    "stop",
}
# What is not among these examples gets mistaken for something.
FEWEST_OTHER_TOPICS = 250
# The largest intent but "other topic" may have this many times the examples of the smallest ...
MOST_UNEVEN = 4.0
# ... and one language this many times those of the other.
MOST_UNEVEN_LANGUAGES = 1.6

# Shared letter sequences by all, above which two examples say the same in the same words.
ALIKE = 0.75
# Pairs of two intents that are that alike all the same, each for a reason.
ONE_WORD_DECIDES = {
    frozenset({"cancellation", "no cancellation"}): "the no turns the meaning",
    frozenset({"cancellation", "my cancellation"}): "mine was filed, so it is asked about",
    frozenset(
        {"weiss nicht weiter", "ich weiss nicht weiter"}
    ): "with a comma it passes a question",
}
# Examples of one intent that differ in one word: a pattern teaches its words, not their meaning.
WORDS_OF_A_PATTERN = 5
MOST_OF_A_PATTERN = 3
MOST_IN_PATTERNS = 6
# A button's intent is never typed.
TAUGHT = sorted(set(domain()["intents"]) - {"press"})
_ANNOTATION = re.compile(r"\[([^\]]*)\]\(([^)]*)\)|\[([^\]]*)\](\{[^}]*\})")
_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def plain(example: Example) -> str:
    return _ANNOTATION.sub(lambda hit: hit[1] or hit[3], example.text)


def normal(example: Example) -> str:
    """The words alone; for a text without any, its signs."""
    words = re.sub(r"[\W_]+", " ", plain(example).casefold()).strip()
    return words or plain(example).strip()


@cache
def counts() -> Counter[tuple[str, str]]:
    """How many different examples an intent has in a language."""
    return Counter((language, intent) for language, intent, _ in distinct())


@cache
def distinct() -> frozenset[tuple[str, str, str]]:
    return frozenset((each.language, each.intent, normal(each)) for each in examples())


def fewest(intent: str) -> int:
    if intent == "other_topic":
        return FEWEST_OTHER_TOPICS
    return FEWEST_AROUND_LEAVING if intent in AROUND_LEAVING else FEWEST


def sequences(text: str) -> frozenset[str]:
    """Every four letters in a row, edges included."""
    edged = f" {text} "
    return frozenset(edged[start : start + 4] for start in range(max(1, len(edged) - 3)))


def alike(texts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Texts of different intents whose letter sequences overlap by ``ALIKE`` (Jaccard).

    Two sets that alike share one of their few rarest sequences, so only those are looked up.
    """
    sets = [sequences(text) for _, text in texts]
    common = Counter(sequence for each in sets for sequence in each)
    having: defaultdict[str, list[int]] = defaultdict(list)
    for here, mine in enumerate(sets):
        rarest = sorted(mine, key=lambda sequence: (common[sequence], sequence))
        looked_up = rarest[: len(mine) - ceil(ALIKE * len(mine)) + 1]
        for there in {other for sequence in looked_up for other in having[sequence]}:
            if texts[here][0] == texts[there][0]:
                continue
            shared = len(mine & sets[there])
            if shared >= ALIKE * (len(mine) + len(sets[there]) - shared):
                yield texts[there][1], texts[here][1]
        for sequence in looked_up:
            having[sequence].append(here)


@table("language", ["de", "en"])
@table("intent", TAUGHT)
def test_an_intent_has_enough_examples(intent: str, language: str) -> None:
    assert counts()[language, intent] >= fewest(intent)


@table("language", ["de", "en"])
def test_no_intent_drowns_another(language: str) -> None:
    sizes = {name: counts()[language, name] for name in TAUGHT if name != "other_topic"}

    assert max(sizes.values()) <= MOST_UNEVEN * min(sizes.values()), sizes


@table("intent", TAUGHT)
def test_an_intent_has_about_as_many_examples_in_both_languages(intent: str) -> None:
    fewer, more = sorted(counts()[language, intent] for language in ("de", "en"))

    assert more <= MOST_UNEVEN_LANGUAGES * fewer


def test_both_languages_have_the_same_files_and_intents() -> None:
    files: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for example in examples():
        files[example.language].add((example.file, example.intent))

    assert files.keys() == {"de", "en"}
    assert files["de"] == files["en"]


def test_only_intents_of_the_domain_are_taught_and_never_a_button() -> None:
    assert {example.intent for example in examples()} == set(TAUGHT)


def test_handicaps_are_for_intents_that_are_taught() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    (handicaps,) = [part["handicaps"] for part in config["pipeline"] if "handicaps" in part]

    assert handicaps.keys() <= set(TAUGHT)


def test_no_text_is_an_example_of_two_intents() -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples():
        meanings[normal(example)].add(example.intent)

    assert not {text: sorted(found) for text, found in meanings.items() if len(found) > 1}


def test_no_two_intents_have_examples_that_say_the_same_in_the_same_words() -> None:
    texts = sorted({(intent, text) for _, intent, text in distinct()})

    found = {frozenset(pair) for pair in alike(texts)}

    assert found - ONE_WORD_DECIDES.keys() == set()
    assert ONE_WORD_DECIDES.keys() - found == set()  # exceptions that are none any more


def test_no_example_stands_twice() -> None:
    counted = Counter((e.language, e.intent, plain(e)) for e in examples())

    assert not [where for where, count in counted.items() if count > 1]


def test_examples_are_no_templates_with_one_word_swapped() -> None:
    patterns: defaultdict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    for language, intent, text in distinct():
        words = text.split()
        if len(words) >= WORDS_OF_A_PATTERN:
            for place in range(len(words)):
                pattern = (*words[:place], "…", *words[place + 1 :])
                patterns[language, intent, pattern].add(text)
    filled = {where: texts for where, texts in patterns.items() if len(texts) > 2}
    by_intent: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (language, intent, _), texts in filled.items():
        by_intent[language, intent] |= texts

    assert {w: t for w, t in filled.items() if len(t) > MOST_OF_A_PATTERN} == {}
    assert {w: t for w, t in by_intent.items() if len(t) > MOST_IN_PATTERNS} == {}


def test_no_example_looks_like_a_command_or_is_empty() -> None:
    assert not [e for e in examples() if not plain(e).strip() or plain(e).startswith("/")]


def test_annotations_name_entities_of_the_domain() -> None:
    entities = {
        name if isinstance(name, str) else next(iter(name)) for name in domain()["entities"]
    }
    for example in examples():
        for hit in _ANNOTATION.finditer(example.text):
            named = hit[2] or re.search(r'"entity"\s*:\s*"(\w+)"', hit[4] or "")[1]
            assert named in entities, example


def test_addresses_in_examples_belong_to_nobody() -> None:
    real = {
        host
        for example in examples()
        for host in _ADDRESS.findall(example.text)
        if not host.lower().endswith((".example", ".test", ".invalid"))
    }

    assert not real
