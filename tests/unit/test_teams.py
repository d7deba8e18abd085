"""Teams: what the policy may say of them, and which conversation is whose."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairwell import paths
from fairwell.policy.desk import load_desk_policy
from fairwell.policy.facts import PolicyError
from fairwell.rules.handoff.speaker import Reason
from fairwell.rules.handoff.teams import team_for
from tests.support.tables import table
from tests.support.teams import BILLING, DISPUTES, ENGLISH, policy_with_teams


@table(
    "reason, language, team",
    [
        (Reason.DISPUTED, "de", "disputes"),
        (Reason.DISPUTED, "en", "disputes"),  # the first that fits
        (Reason.ASKED, "en", "english"),
        (Reason.FAILED, "de", "both"),
        (Reason.FAILED, "en", "english"),
        (Reason.ASKED, "de", None),
    ],
)
def test_the_first_team_that_takes_reason_and_language_gets_a_conversation(
    tmp_path: Path, reason: Reason, language: str, team: str | None
) -> None:
    both = "{key: both, name: {de: A, en: A}, takes: {reasons: [failed], languages: [de]}}"
    policy = load_desk_policy(policy_with_teams(tmp_path, BILLING, DISPUTES, ENGLISH, both))

    assert team_for(policy.team_list, reason, language) == team


def test_as_shipped_there_are_no_teams_and_a_file_of_before_them_is_read(tmp_path: Path) -> None:
    assert load_desk_policy(paths.POLICY).team_list == ()
    before, _, _ = (paths.POLICY / "desk.yml").read_text().partition("teams:")
    (tmp_path / "desk.yml").write_text(before)

    assert load_desk_policy(tmp_path).team_list == ()


@table(
    "old, new, fault",
    [
        ("key: disputes", "key: mine", "mine is a choice of the queue's filter"),
        ("key: disputes", "key: Streit", "key.*match"),
        ("key: disputes", f"key: {'a' * 32}", "key.*at most 31"),
        ("key: disputes", "key: billing", "billing stands here and before"),
        (", en: Disputes", "", "en.*required"),
        ("reasons: [disputed]", "reasons: [angry]", "asked.*unsure"),
        ("reasons: [disputed]", "languages: [fr]", "'de' or 'en'"),
        ("{reasons: [disputed]}", "{}", "name reasons or languages"),
    ],
)
def test_a_team_that_is_wrong_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in DISPUTES
    folder = policy_with_teams(tmp_path, BILLING, DISPUTES.replace(old, new))

    with pytest.raises(PolicyError, match=rf"desk\.yml:\d+: teams\.value\.1.*{fault}"):
        load_desk_policy(folder)
