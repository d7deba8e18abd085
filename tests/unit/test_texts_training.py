"""What the model learns from: enough of each intent, in both languages, nothing in two places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from tests.unit.samples import domain
from tests.unit.texts import Example, examples

FEWEST = 30
# A button's intent is never typed.
TAUGHT = sorted(set(domain()["intents"]) - {"press"})
_ANNOTATION = re.compile(r"\[([^\]]*)\]\(([^)]*)\)|\[([^\]]*)\](\{[^}]*\})")
_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def plain(example: Example) -> str:
    return _ANNOTATION.sub(lambda hit: hit[1] or hit[3], example.text)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("intent", TAUGHT)
def test_an_intent_has_enough_examples(intent: str, language: str) -> None:
    known = {plain(e) for e in examples() if (e.intent, e.language) == (intent, language)}

    assert len(known) >= FEWEST


def test_both_languages_have_the_same_files_and_intents() -> None:
    files: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for example in examples():
        files[example.language].add((example.file, example.intent))

    assert files.keys() == {"de", "en"}
    assert files["de"] == files["en"]


def test_only_intents_of_the_domain_are_taught_and_never_a_button() -> None:
    assert {example.intent for example in examples()} == set(TAUGHT)


def test_no_text_is_an_example_of_two_intents() -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples():
        meanings[plain(example)].add(example.intent)

    assert not {text: sorted(found) for text, found in meanings.items() if len(found) > 1}


def test_no_example_stands_twice() -> None:
    counts = Counter((e.language, e.intent, plain(e)) for e in examples())

    assert not [where for where, count in counts.items() if count > 1]


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
