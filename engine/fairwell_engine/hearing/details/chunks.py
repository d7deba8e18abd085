"""Cutting a message into words, addresses, handles and signs, without tearing addresses apart.

A general tokenizer splits ``anna@firma.example`` or ``blumen-mueller`` at its inner signs;
everything that looks for account details needs them whole. One pass over the text, so time is
linear in its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = frozenset("\"'„“”‚‘’«»‹›<([{*`")
_CLOSING = frozenset("\"'„“”‚‘’«»‹›>)]}*`.,;:!?…")
_PIECE = re.compile(r"\S+")
# Signs that join a label with its value ("Code:482913") or two details ("a@b.example,blumen-
# mueller").
_JOINTS = frozenset(":=,;|")

_ENDINGS = """
app at biz ch co com de edu eu example info invalid io li me net org shop test uk us
"""
TOP_LEVEL = frozenset(_ENDINGS.split())


@dataclass(frozen=True)
class Chunk:
    """A piece of the message and where it stands: ``text == message[start:end]``."""

    text: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        return not any(sign.isalnum() for sign in self.text)

    @property
    def is_address(self) -> bool:
        """An e-mail address (or a try at one) or a link."""
        return "@" in self.text or self.is_link

    @property
    def is_link(self) -> bool:
        lower = self.text.lower()
        if "://" in lower or lower.startswith(("www.", "mailto:")):
            return True
        host = lower.split("/", 1)[0]
        name, dot, ending = host.rpartition(".")
        return bool(dot and name) and ending in TOP_LEVEL


def chunks(text: str) -> list[Chunk]:
    """All pieces of ``text`` in order; enclosing quotes, brackets and closing marks stand alone."""
    found: list[Chunk] = []
    for piece in _PIECE.finditer(text):
        found.extend(_peel(text, piece.start(), piece.end()))
    return found


def _peel(text: str, start: int, end: int) -> list[Chunk]:
    core_start, core_end = start, end
    while core_start < core_end and text[core_start] in _OPENING:
        core_start += 1
    while core_end > core_start and text[core_end - 1] in _CLOSING:
        core_end -= 1
    signs_before = [Chunk(text[at], at, at + 1) for at in range(start, core_start)]
    signs_after = [Chunk(text[at], at, at + 1) for at in range(core_end, end)]
    return signs_before + _split_at_joints(text, core_start, core_end) + signs_after


def _split_at_joints(text: str, start: int, end: int) -> list[Chunk]:
    if start == end:
        return []
    core = text[start:end]
    if "://" in core:
        return [Chunk(core, start, end)]
    pieces: list[Chunk] = []
    begin = start
    for at in range(start, end):
        if text[at] in _JOINTS:
            if begin < at:
                pieces.append(Chunk(text[begin:at], begin, at))
            pieces.append(Chunk(text[at], at, at + 1))
            begin = at + 1
    if begin < end:
        pieces.append(Chunk(text[begin:end], begin, end))
    return pieces
