"""Written examples of acts and stances: what is read, and what is said of a faulty file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import table

from fairwell_engine.hearing.examples import (
    ActsExample,
    StanceExample,
    acts_examples,
    stance_examples,
)

ACTS = """
acts:
  - acts: [pause_account, faq_pause]
    refuses: [cancel_account]
    texts: ["don't cancel it, pause it. What's that?"]
  - acts: [greet]
    texts: ["hi", "hallo"]
"""
STANCE = """
stance:
  - {pages: [cancel, pause], stance: "yes", texts: ["go ahead"]}
  - {pages: [cancel], stance: hold, texts: ["not yet"]}
"""


def test_acts_are_read_with_what_is_refused_as_labels_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "acts_b.en.yml").write_text(ACTS, "utf-8")
    (tmp_path / "acts_a.de.yml").write_text("acts: [{acts: [stop], texts: ['halt']}]", "utf-8")
    (tmp_path / "stance.en.yml").write_text(STANCE, "utf-8")

    assert acts_examples(tmp_path) == [
        ActsExample("halt", ("stop",)),
        ActsExample(
            "don't cancel it, pause it. What's that?",
            ("pause_account", "faq_pause", "refuse:cancel_account"),
        ),
        ActsExample("hi", ("greet",)),
        ActsExample("hallo", ("greet",)),
    ]


def test_stances_are_read_with_their_pages(tmp_path: Path) -> None:
    (tmp_path / "stance.en.yml").write_text(STANCE, "utf-8")

    assert stance_examples(tmp_path) == [
        StanceExample("go ahead", ("cancel", "pause"), "yes"),
        StanceExample("not yet", ("cancel",), "hold"),
    ]


@table(
    "content, why",
    [
        ("", "acts.de.yml: expected a list under acts"),
        ("stance: []", "acts.de.yml: expected a list under acts"),
        ("acts: [greet]", "acts.de.yml: expected a list under acts"),
        ("acts: [{texts: ['hi']}]", "acts.de.yml: every entry needs a list of acts"),
        ("acts: [{acts: greet, texts: ['hi']}]", "acts.de.yml: every entry needs a list of acts"),
        (
            "acts: [{acts: [greet], refuses: stop, texts: ['hi']}]",
            "acts.de.yml: every entry needs a list of acts",
        ),
        ("acts: [{acts: [greet]}]", "acts.de.yml: texts are strings in quotes"),
        ("acts: [{acts: [deny], texts: [no]}]", "acts.de.yml: texts are strings in quotes"),
        ("acts: [{acts: [deny], texts: ['']}]", "acts.de.yml: texts are strings in quotes"),
    ],
)
def test_a_faulty_file_of_acts_is_named_with_the_fault(
    content: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "acts.de.yml").write_text(content, "utf-8")

    with pytest.raises(ValueError, match=f"^{why}"):
        acts_examples(tmp_path)


@table(
    "entry, why",
    [
        ("{stance: 'yes', texts: ['ja']}", "pages are some of cancel, pause"),
        ("{pages: [cansel], stance: 'yes', texts: ['ja']}", r"not \('cansel',\)"),
        ("{pages: [cancel], stance: yes, texts: ['ja']}", "in quotes .*, not True"),
        ("{pages: [cancel], stance: maybe, texts: ['ja']}", "not maybe"),
        ("{pages: [cancel], stance: 'yes', texts: [12]}", "texts are strings in quotes"),
    ],
)
def test_a_faulty_stance_is_named_with_the_file(entry: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "stance.de.yml").write_text(f"stance: [{entry}]", "utf-8")

    with pytest.raises(ValueError, match=f"^stance.de.yml: .*{why}"):
        stance_examples(tmp_path)
