"""Words that make an answer depend on something: the closed class of conditional conjunctions."""

from __future__ import annotations

import re

_CONDITION = re.compile(
    r"\b(?:wenn|falls|sofern|soweit|sobald|solange|vorausgesetzt|bedingung\w*|bevor|ehe|bis|nachdem"
    r"|außer|ausser|es sei denn|erst|if|unless|provided|providing|assuming|condition\w*|subject to"
    r"|as long as|so long as|once|until|till|before|after|when|except|only if|in case)\b",
    re.IGNORECASE,
)


def is_conditional(text: str) -> bool:
    """Return whether something in ``text`` may hang on a condition or on a moment to come."""
    return bool(_CONDITION.search(text))
