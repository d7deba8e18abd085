"""Finding addresses, codes, reference numbers and dates, in time linear in the length."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One detail: its normalised value and where it stands in the message."""

    entity: str
    value: str
    start: int
    end: int


def without_overlaps(candidates: Iterable[Found], length: int) -> list[Found]:
    """Keep the earlier of two candidates that share a sign; in the message's order."""
    taken = bytearray(length)
    kept = []
    for each in candidates:
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\x01" * (each.end - each.start)
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


# --- e-mail -------------------------------------------------------------------------------------

_LOCAL_SIGNS = frozenset("!#$%&'*+-/=?^_`{|}~.")
_MAX_LOCAL, _MAX_ADDRESS = 64, 254


def find_emails(text: str) -> list[Found]:
    """Every complete address, in lower case; tries such as ``anna@firma`` are no addresses."""
    found = []
    for at in (at for at, sign in enumerate(text) if sign == "@"):
        start, end = at, at + 1
        while (
            start > 0
            and at - start <= _MAX_LOCAL
            and (text[start - 1].isalnum() or text[start - 1] in _LOCAL_SIGNS)
        ):
            start -= 1
        while (
            end < len(text)
            and end - at < _MAX_ADDRESS
            and (text[end].isalnum() or text[end] in ".-")
        ):
            end += 1
        start, end = _trim(text, start, at, end)
        if _is_address(text[start:at], text[at + 1 : end]) and "@" not in (
            text[start - 1 : start],
            text[end : end + 1],
        ):
            found.append(Found("email", text[start:end].lower(), start, end))
    return found


def _trim(text: str, start: int, at: int, end: int) -> tuple[int, int]:
    """Leave off punctuation around the address, and labels glued to it ("Mail=anna@...")."""
    for joint in "=/|`{}?":
        position = text.rfind(joint, start, at)
        start = max(start, position + 1)
    while start < at and text[start] in "'*.-_~":
        start += 1
    while end > at and text[end - 1] in ".-":
        end -= 1
    return start, end


def _is_address(local: str, host: str) -> bool:
    labels = host.split(".")
    return (
        0 < len(local) <= _MAX_LOCAL
        and len(local) + len(host) < _MAX_ADDRESS
        and not local.endswith(".")
        and ".." not in local
        and len(labels) > 1
        and all(label and not label.startswith("-") and not label.endswith("-") for label in labels)
        and len(labels[-1]) > 1
        and not labels[-1].isdigit()
    )


# --- code ---------------------------------------------------------------------------------------

# Plain or Unicode spaces between the digits, wherever they stand.
_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_CODE = re.compile(
    rf"(?<![\w.,/+@-])(?:\d{{3}}{_SPACE}?\d{{3}}|\d(?:{_SPACE}\d){{5}})(?![\w@/-]|[.,]\d)"
)
# "714-824", "71 48 24": a code where nothing else is said or a code is spoken of.
_SIGN = rf"(?:{_SPACE}?[-.,·/\u2010-\u2015]{_SPACE}?|{_SPACE})"
_GROUPED_CODE = re.compile(
    rf"(?<![\w.,/+@-])(?:(?P<halves>\d{{3}}{_SIGN}\d{{3}})"
    rf"|\d\d(?:{_SIGN}\d\d){{2}}|\d(?:{_SIGN}\d){{5}})(?!{_SIGN}?[\d@]|\w)"
)
_OF_A_CODE = re.compile(r"(?<!promo)(?<!rabatt)(?<!gutschein)code|\bpin\b", re.IGNORECASE)
_DIGITS_BEFORE = re.compile(r"[\d+][\s()/-]{1,2}$")
_DIGITS_AFTER = re.compile(r"[\s()/-]{1,2}\d")
# "150 000 contacts" is an amount, "482 913" is a code.
_AMOUNT_AFTER = re.compile(
    r"\s?(?:€|\$|£|%|eur\b|euro|usd\b|dollar|franken|chf\b|kontakt|contact|empf|recip|abonn|subscr|adress|address"
    r"|e-?mail|mail|leute|people|kunden|customer|user\b|users\b|nutzer|mitglied|member|mal\b|times\b|sms\b)",
    re.IGNORECASE,
)


def find_codes(text: str) -> list[Found]:
    """Codes of six digits in groups of any kind; amounts, dates and phone numbers are none."""
    matches = [match for match in _CODE.finditer(text) if _is_code(text, match)]
    return without_overlaps(
        (
            Found("code", "".join(filter(str.isdigit, match[0])), match.start(), match.end())
            for match in (*matches, *_grouped_codes(text))
        ),
        len(text),
    )


def _is_code(text: str, match: re.Match[str]) -> bool:
    return (
        not _DIGITS_BEFORE.search(text, max(0, match.start() - 3), match.start())
        and not _DIGITS_AFTER.match(text, match.end())
        and not _AMOUNT_AFTER.match(text, match.end())
    )


def _grouped_codes(text: str) -> Iterator[re.Match[str]]:
    for match in _GROUPED_CODE.finditer(text):
        rest = text[: match.start()] + text[match.end() :]
        # "714.824" alone is an amount.
        alone = match["halves"] and not any(
            sign.isalnum() or sign in ".," for sign in match[0][3:-3]
        )
        alone = alone and not any(map(str.isalnum, rest))
        if (alone or _OF_A_CODE.search(rest)) and _is_code(text, match):
            yield match


# --- reference number ---------------------------------------------------------------------------

# The alphabet of the product's reference numbers: no 0 and O, no 1 and I.
_REFERENCE = re.compile(r"(?<![\w-])[2-9A-HJ-NP-Z]{3}[-–][2-9A-HJ-NP-Z]{4}(?![\w-])", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?:nummer|nr\.?|vorgang|aktenzeichen|referenz|reference|ref\.?|number|case)\W{1,3}(?:\w+\W{1,3})?$",
    re.IGNORECASE,
)


def find_references(text: str) -> list[Found]:
    """Reference numbers such as ``K7M-4Q2X``; "sms-text" is none unless it is called one."""
    return [
        Found("reference", match[0].upper().replace("–", "-"), match.start(), match.end())
        for match in _REFERENCE.finditer(text)
        if any(sign.isdigit() for sign in match[0])
        or _ANNOUNCED.search(text, max(0, match.start() - 40), match.start())
    ]


# --- date ---------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan jänner jaenner jän",
            "februar february feb feber",
            "märz maerz march mär mrz mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>\d{4}|\d{2})"
_END = r"(?!\w|[.,]\d)"
_DATES = (
    re.compile(rf"(?<![\w.-])(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){_END}(?!-)"),
    re.compile(
        r"(?<![\w.,-])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\."
        rf"(?: ?(?P<year>\d{{4}}|\d{{2}}){_END}|(?! ?\d))"
    ),
    re.compile(rf"(?<![\w.,/-])(?P<left>\d{{1,2}})/(?P<right>\d{{1,2}})/{_YEAR}{_END}(?!/)"),
    re.compile(
        rf"(?<![\w.,-])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?,? {{0,2}}(?:of )?(?P<name>{_MONTH})\b"
        rf"(?:[.,]{{0,2}} {{0,2}}(?P<year>\d{{4}}){_END})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)(?P<name>{_MONTH})\b\.? {{0,2}}(?:the )?(?P<day>\d{{1,2}})"
        r"(?:st|nd|rd|th)?(?!\w|[.:]\d| times| days| weeks)"
        rf"(?:,? {{0,2}}(?P<year>\d{{4}}){_END})?",
        re.IGNORECASE,
    ),
)
_LEAP_YEAR = 2000
_MONTH_NUMBERS = range(1, 13)


def find_dates(text: str) -> list[Found]:
    """Days in both notations: ISO value when the year is stated, else the words as written."""
    candidates = (
        Found("date", value, match.start(), match.end())
        for pattern in _DATES
        for match in pattern.finditer(text)
        if (value := _date_value(match))
    )
    return without_overlaps(candidates, len(text))


def _date_value(match: re.Match[str]) -> str | None:
    """The date's value, or ``None`` when the calendar has no such day."""
    parts = match.groupdict()
    if parts.get("left"):
        # 12/24 is American, 24/12 is British; 3/4 could be either, so it stays as written.
        left, right = int(parts["left"]), int(parts["right"])
        if left != right and max(left, right) <= len(_MONTH_NUMBERS):
            return match[0]
        parts["month"], parts["day"] = sorted((parts["left"], parts["right"]), key=int)
    month = _MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < 100:
        year += 2000
    try:
        day = datetime.date(year or _LEAP_YEAR, month, int(parts["day"]))
    except ValueError:
        return None
    return day.isoformat() if year else match[0].strip()
