"""The list of erasures: what stands on it stays, and what was cut off is not guessed."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fairwell.rules.privacy.retention import Erasure
from fairwell.store.retention.erasures import BrokenList, ErasureList

ERASURE = Erasure(
    reference="K7M-4Q2X",
    at=dt.datetime(2026, 11, 23, 9, 42, 1, 5, tzinfo=dt.UTC),
    account_id="01ACCOUNT",
    case_ids=("01CASE", "02CASE"),
    references=("K7M-4Q2X", "AAA-2222"),
    conversation_ids=(),
)
NEXT = replace(ERASURE, reference="AAA-2222", account_id=None, conversation_ids=("01TALK",))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "erasures.jsonl"


def test_no_file_is_an_empty_list(file: Path) -> None:
    assert ErasureList(file).all() == []
    assert not file.exists()


def test_what_is_added_is_read_in_order(file: Path) -> None:
    ErasureList(file).add(ERASURE)
    ErasureList(file).add(NEXT)

    assert ErasureList(file).all() == [ERASURE, NEXT]


def test_only_its_owner_may_read_it(file: Path) -> None:
    ErasureList(file).add(ERASURE)

    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("left", [1, 20, -1])
def test_a_line_that_was_cut_off_is_dropped(file: Path, left: int) -> None:
    erasures = ErasureList(file)
    erasures.add(ERASURE)
    whole = len(file.read_bytes())
    erasures.add(NEXT)
    content = file.read_bytes()
    file.write_bytes(content[: whole + left] if left > 0 else content[:left])

    assert erasures.all() == [ERASURE]
    erasures.add(NEXT)
    assert erasures.all() == [ERASURE, NEXT]


@pytest.mark.parametrize("broken", [b"{}", b"[]", b"", b"no", b'{"at": "2026-11-23"}', b"\xff"])
def test_a_broken_line_is_named_and_not_passed_over(file: Path, broken: bytes) -> None:
    ErasureList(file).add(ERASURE)
    file.write_bytes(file.read_bytes() + broken + b"\n")
    ErasureList(file).add(NEXT)

    with pytest.raises(BrokenList, match=r"erasures\.jsonl:2"):
        ErasureList(file).all()


def test_many_at_once_all_stand(file: Path) -> None:
    wanted = [replace(ERASURE, reference=f"AAA-{number:04}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda erasure: ErasureList(file).add(erasure), wanted))

    assert sorted(ErasureList(file).all(), key=lambda e: e.reference) == wanted
