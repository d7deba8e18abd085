"""Quadratic work is told from linear work without looking at the clock."""

from __future__ import annotations

import pytest

from tests.support.growth import assert_grows_in_step


def test_one_pass_over_the_text_grows_in_step() -> None:
    assert_grows_in_step(lambda text: sum(1 for _ in text), "ab", 20_000)


def test_a_pass_for_each_sign_does_not() -> None:
    with pytest.raises(AssertionError, match="ten times as long"):
        assert_grows_in_step(lambda text: [text.count(sign) for sign in text], "ab", 20_000)
