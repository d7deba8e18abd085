"""From which state a case goes to which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.cases.case import NotPossible, Status, next_status
from tests.support.tables import table

FINAL = (Status.EFFECTIVE, Status.REVOKED)


@given(st.sampled_from(Status))
def test_asking_for_the_state_a_case_is_in_changes_nothing(status: Status) -> None:
    assert next_status(status, status) is status


@given(st.sampled_from(FINAL), st.sampled_from(Status))
def test_effective_and_revoked_are_final(current: Status, wanted: Status) -> None:
    if wanted is current:
        return
    with pytest.raises(NotPossible, match=f"{current} -> {wanted}"):
        next_status(current, wanted)


@given(st.lists(st.sampled_from(Status), max_size=8))
def test_no_way_leads_back_to_declared_or_out_of_a_final_state(wishes: list[Status]) -> None:
    state, seen = Status.DECLARED, [Status.DECLARED]
    for wish in wishes:
        try:
            state = next_status(state, wish)
        except NotPossible:
            continue
        if state is not seen[-1]:
            seen.append(state)

    assert Status.DECLARED not in seen[1:]
    assert not any(status in FINAL for status in seen[:-1])


@table("current", [Status.DECLARED, Status.VERIFIED, Status.DISPUTED])
def test_a_declaration_can_be_taken_back_until_it_is_effective(current: Status) -> None:
    assert next_status(current, Status.REVOKED) is Status.REVOKED


def test_a_disputed_case_does_not_become_effective_by_itself() -> None:
    with pytest.raises(NotPossible):
        next_status(Status.DISPUTED, Status.EFFECTIVE)
