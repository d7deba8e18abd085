"""The layout: small folders, four modules in the root, unique class names."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from fairwell import paths

PRODUCT = ("src/fairwell", "actions", "engine/fairwell_engine")
MODULES = [file for folder in PRODUCT for file in sorted((paths.ROOT / folder).rglob("*.py"))]
MOST_MODULES = 14


def test_no_folder_holds_more_modules_than_one_can_see() -> None:
    counts = Counter(file.parent.relative_to(paths.ROOT) for file in MODULES)

    assert {str(folder): n for folder, n in counts.items() if n > MOST_MODULES} == {}


def test_the_root_of_the_package_holds_what_every_part_needs() -> None:
    root = {file.stem for file in (paths.ROOT / "src/fairwell").glob("*.py")}

    assert root == {"__init__", "bootstrap", "config", "logs", "paths"}


def test_a_class_name_has_one_meaning() -> None:
    homes: dict[str, list[str]] = {}
    for file in MODULES:
        for name in classes(file):
            homes.setdefault(name, []).append(str(file.relative_to(paths.ROOT)))

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_only_the_engine_knows_patterns_of_words() -> None:
    files = [*paths.ROOT.glob("src/fairwell/dialogue/**/*.py"), *paths.ROOT.glob("actions/**/*.py")]

    assert len(files) > MOST_MODULES
    assert [str(file) for file in files if imported(file) & {"re", "regex", "fnmatch"}] == []


def test_only_the_engine_compares_words() -> None:
    files = [*paths.ROOT.glob("src/fairwell/dialogue/**/*.py"), *paths.ROOT.glob("actions/**/*.py")]

    assert [str(file) for file in files if folds_case(file)] == []


def imported(file: Path) -> set[str]:
    """The modules that a file imports, by their first name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def folds_case(file: Path) -> bool:
    """Whether a file lowers the case of anything, as who looks for words in a text has to."""
    tree = ast.walk(ast.parse(file.read_text("utf-8")))
    attributes = (node.attr for node in tree if isinstance(node, ast.Attribute))
    return any(name in {"lower", "casefold", "upper"} for name in attributes)


def classes(file: Path) -> list[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
