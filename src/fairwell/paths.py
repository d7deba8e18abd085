"""Paths of the repository's own data (policy, catalogues, migrations, Rasa's files)."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "policy"
LOCALES = ROOT / "locales"
MIGRATIONS = ROOT / "migrations"
MODELS = ROOT / "models"
DEMO_ACCOUNTS = POLICY / "demo-accounts.yml"
