"""Every key of a policy file is obeyed: what nothing reads belongs into docs/policy.md."""

from __future__ import annotations

import ast
from importlib import import_module

from pydantic import BaseModel

from fairwell import paths

# Where a value comes from: read by people, checked by the loader.
PROVENANCE = {"source", "as_of", "confidence", "ours", "note"}
MODULES = ("desk", "facts", "jurisdictions", "replies")


def attributes_read() -> set[str]:
    """Names that any code of the product reads as an attribute."""
    files = [*(paths.ROOT / "src").rglob("*.py"), *(paths.ROOT / "actions").rglob("*.py")]
    return {
        node.attr
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def keys_of_policy() -> set[tuple[str, str]]:
    """Each model of the policy with each of its keys."""
    return {
        (f"{module}.{model.__name__}", key)
        for module in MODULES
        for model in vars(import_module(f"fairwell.policy.{module}")).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
        for key in model.model_fields
    }


def test_every_key_of_the_policy_is_read_by_code() -> None:
    keys = keys_of_policy()
    read = attributes_read() | PROVENANCE

    assert ("jurisdictions.StatedRules", "records_years") in keys
    assert sorted(key for key in keys if key[1] not in read) == []
