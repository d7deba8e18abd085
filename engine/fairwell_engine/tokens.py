"""Tokenizer with spaCy's word rules and lemma tables, chosen by the message's language."""

from __future__ import annotations

import functools
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from fairwell_engine.detection import detect
from fairwell_engine.language import DETECTED_LANGUAGE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Tokens with ``lemma`` in lower case. Unclear counts as German, in training and in use."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Split ``attribute`` of the message; empty text gives no tokens."""
        text = message.get(attribute)
        language = message.get(DETECTED_LANGUAGE)
        if language is None:
            # Training does not run entity extractors, so examples come without a language.
            detection = detect(text)
            language = detection.language if detection else "de"
        tokens = [
            Token(token.text, token.idx, lemma=lemma(token.text, language))
            for token in pipeline(language).make_doc(text)
            if not token.is_space
        ]
        return self._apply_token_pattern(tokens)


def lemma(word: str, language: str) -> str:
    """The dictionary form in lower case, found whether or not a German noun is capitalised."""
    table = _lemma_table(language)
    lower = word.lower()
    if language == "de":
        # "Rechnungen" typed as "rechnungen"; a verb at the start of a sentence is looked up in
        # lower case first.
        spellings = (lower, word.capitalize())
        return next(
            (table[each] for each in spellings if table.get(each, each) != each), lower
        ).lower()
    return str(table.get(lower, lower)).lower()


@functools.cache
def pipeline(language: str) -> Language:
    """The word rules of a language, with its lemma table; built once a process."""
    nlp = spacy.blank(language)
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp


@functools.cache
def _lemma_table(language: str) -> dict[str, str]:
    lookups = pipeline(language).get_pipe("lemmatizer").lookups
    return lookups.get_table("lemma_lookup")
