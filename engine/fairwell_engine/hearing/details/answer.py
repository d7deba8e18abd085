"""What a message says of the details of an account: given, broken, refused, and what else is said.

Pure and linear in the message's length; the question asked last is all that is known beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairwell_engine.hearing.details.addresses import find_addresses, meant
from fairwell_engine.hearing.details.dictation import written_out
from fairwell_engine.hearing.details.names import NAME_SIGN, find_name
from fairwell_engine.hearing.details.reasons import find_reason
from fairwell_engine.hearing.details.refusals import NAME, find_refusals
from fairwell_engine.hearing.details.words.same import is_same_as_address
from fairwell_engine.hearing.shapes.secrets import find_secrets

_MASK = "•"
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"))
_ONE_SIGN = str.maketrans(
    {
        # Placeholders of ours are never typed.
        **dict.fromkeys(map(chr, range(0xE000, 0xE100)), " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys(
            "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t", " "
        ),
        **dict.fromkeys("\uff20\ufe6b", "@"),
        **dict.fromkeys("\u2019\u00b4", "'"),
        "\uff0e": ".",
        "\u2192": ">",
    }
)


@dataclass(frozen=True)
class DetailsAnswer:
    """Details in one message; ``broken_email``: only tries, or several equally good addresses.

    ``refuses``: of ``user_name`` and ``email``, what the customer does not know, have or say;
    ``unknown``: those of them that they do not know or do not have. ``reason``: the words that
    say why they leave. ``secrets``: spans in the text as it came. ``lone_name``: the user name is
    a plain word that nothing announces, so what the words mean otherwise counts as well.
    """

    user_name: str | None = None
    email: str | None = None
    broken_email: bool = False
    refuses: frozenset[str] = frozenset()
    reason: str | None = None
    secrets: tuple[tuple[int, int], ...] = ()
    unknown: frozenset[str] = frozenset()
    lone_name: bool = False

    @property
    def withheld(self) -> frozenset[str]:
        """What the customer will not say, without what they do not know or do not have."""
        return self.refuses - self.unknown


def find_answer(text: str, *, asked: str | None) -> DetailsAnswer:
    """Hear the details in ``text``.

    ``asked``: ``None`` (only labelled or plainly recognisable details count), ``details``,
    ``user_name`` or ``email``.
    """
    secrets = find_secrets(text)
    plain = _plain(text, secrets)
    addresses = find_addresses(written_out(plain, asked=asked is not None))
    name = find_name(addresses, asked=asked)
    user_name = name.value if name else None
    rest = addresses.rest
    if name and name.value:
        rest = f"{rest[: name.start]} {NAME_SIGN} {rest[name.end :]}"
    email, broken = meant(addresses, frozenset({user_name} if user_name else ()))
    if user_name is None and email and is_same_as_address(rest):
        user_name = email
    refusals = find_refusals(
        rest, asked=asked, has_name=user_name is not None, has_email=email is not None or broken
    )
    refused, unknown = refusals.refused, refusals.unknown
    if name and name.value is None and user_name is None and NAME not in refused:
        refused, unknown = refused | {NAME}, unknown | {NAME}
    reason = None
    if user_name or email or broken or refused:
        reason = find_reason(rest, statements=bool(user_name and email))
    return DetailsAnswer(
        user_name,
        email,
        broken_email=broken and email is None,
        refuses=refused,
        reason=reason,
        secrets=secrets,
        unknown=unknown,
        lone_name=bool(name and name.value and name.lone),
    )


def _plain(text: str, secrets: tuple[tuple[int, int], ...]) -> str:
    """The text with secrets covered, typographic hyphens and spaces made plain."""
    for start, end in reversed(secrets):
        text = text[:start] + _MASK + text[end:]
    return _dashes(text.translate(_ZERO_WIDTH).translate(_ONE_SIGN))


def _dashes(text: str) -> str:
    """A dash between two letters is a hyphen that an editor made long."""
    if "–" not in text and "—" not in text:
        return text
    signs = list(text)
    for place, sign in enumerate(signs):
        if sign in "–—":
            inner = text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()
            signs[place] = "-" if inner else "–"
    return "".join(signs)
