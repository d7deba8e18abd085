"""Actions that run in the test itself, with the services of a gateway."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import actions
from fairwell.bootstrap import App


def use_services(monkeypatch: pytest.MonkeyPatch, app: App) -> None:
    """Let every action work with ``app``, whichever module it is in."""
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        if hasattr(importlib.import_module(module.name), "current_app"):
            monkeypatch.setattr(f"{module.name}.current_app", lambda: app)
