"""A policy folder with teams in it; the shipped one has none."""

from __future__ import annotations

import shutil
from pathlib import Path

from fairwell import paths

DISPUTES = "{key: disputes, name: {de: Streitfälle, en: Disputes}, takes: {reasons: [disputed]}}"
ENGLISH = "{key: english, name: {de: Englisch, en: English}, takes: {languages: [en]}}"
BILLING = "{key: billing, name: {de: Abrechnung, en: Billing}}"
NONE = "teams:\n  value: []"


def policy_with_teams(folder: Path, *teams: str) -> Path:
    """A copy of the shipped policy in ``folder`` with these teams, each as YAML in one line."""
    copied = Path(shutil.copytree(paths.POLICY, folder / "policy", dirs_exist_ok=True))
    file = copied / "desk.yml"
    text = file.read_text()
    assert NONE in text
    listed = "".join(f"\n    - {team}" for team in teams)
    file.write_text(text.replace(NONE, f"teams:\n  value:{listed or ' []'}"))
    return copied
