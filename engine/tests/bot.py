"""A tiny bot for tests: the repository's own config and endpoints, a few texts of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

DOMAIN = """
version: "3.1"
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: true}
intents: [greet, order, break_down, go_round, press, inform]
entities:
  - language: {roles: [firm, weak], influence_conversation: false}
  - email: {influence_conversation: false}
  - user_name: {influence_conversation: false}
  - code: {influence_conversation: false}
  - date: {influence_conversation: false}
  - reference: {influence_conversation: false}
slots:
  language:
    type: text
    influence_conversation: false
    mappings:
      - {type: from_entity, entity: language, role: firm}
      - {type: from_entity, entity: language, role: weak, conditions: [{active_loop: null}]}
  name:
    type: text
    influence_conversation: false
    mappings:
      - {type: from_text, conditions: [{active_loop: order_form, requested_slot: name}]}
forms:
  order_form: {required_slots: [name]}
actions: [action_ordered, action_break_down, action_default_fallback]
responses:
  utter_greet:
    - condition: [{type: slot, name: language, value: de}]
      text: "Guten Tag.\\n\\nWomit kann ich helfen?"
      buttons: [{title: "Bestellen", payload: "/order"}]
      custom: {shown: 1}
    - condition: [{type: slot, name: language, value: en}]
      text: "Hello."
    - text: "?"
  utter_ask_name: [{text: "Name?"}]
  utter_pressed: [{text: "Pressed."}]
  utter_again: [{text: "Again."}]
"""

RULES = """
version: "3.1"
rules:
  - rule: A greeting is returned
    steps: [{intent: greet}, {action: utter_greet}]
  - rule: An order starts the form
    steps: [{intent: order}, {action: order_form}, {active_loop: order_form}]
  - rule: A complete order is noted
    condition: [{active_loop: order_form}]
    steps:
      - action: order_form
      - active_loop: null
      - slot_was_set: [{requested_slot: null}]
      - action: action_ordered
  - rule: A button is acknowledged
    steps: [{intent: press}, {action: utter_pressed}]
  - rule: Something breaks
    steps: [{intent: break_down}, {action: action_break_down}]
  - rule: Something goes round in a circle
    steps:
      - intent: go_round
REPEATED
"""

# "egal wie" stands everywhere: the model cannot know, and has to say so.
UNCLEAR = "egal wie"
EXAMPLES = {
    "greet": ["hallo", "guten Tag", "hello", "good morning", "hi", UNCLEAR],
    "order": [
        "ich möchte bestellen",
        "bestellen",
        "eine Bestellung",
        "order",
        "an order please",
        UNCLEAR,
    ],
    "break_down": [
        "mach es kaputt",
        "kaputt machen",
        "kaputt",
        "break it",
        "break it down",
        UNCLEAR,
    ],
    "go_round": [
        "immer im Kreis",
        "im Kreis",
        "dreh dich im Kreis",
        "round",
        "round and round",
        UNCLEAR,
    ],
    "inform": [
        "[anna@firma.example](email)",
        "[blumen-mueller](user_name)",
        "mein Code ist [482913](code)",
        "ab [3. Mai](date)",
        "my code is [482913](code)",
        UNCLEAR,
    ],
}


def write_bot(folder: Path) -> Path:
    """Put the bot's files into ``folder``."""
    for name in ("config.yml", "credentials.yml", "endpoints.yml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (folder / "data").mkdir()
    # More actions than Rasa allows in one turn.
    repeated = "\n".join("      - action: utter_again" for _ in range(12))
    (folder / "data" / "rules.yml").write_text(
        RULES.replace("REPEATED", repeated), encoding="utf-8"
    )
    write_examples(folder, EXAMPLES)
    return folder


def write_examples(folder: Path, examples: dict[str, list[str]]) -> None:
    """Replace the bot's examples."""
    blocks = [
        f"  - intent: {intent}\n    examples: |\n" + "".join(f"      - {text}\n" for text in texts)
        for intent, texts in examples.items()
    ]
    content = 'version: "3.1"\nnlu:\n' + "".join(blocks)
    (folder / "data" / "nlu.yml").write_text(content, encoding="utf-8")
