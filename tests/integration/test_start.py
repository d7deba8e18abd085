"""Starting with models that do not load, and with data that cannot be trained from."""

from __future__ import annotations

import os
import shutil
import time
from http import HTTPStatus
from pathlib import Path

import pytest

from fairwell import paths
from fairwell.processes import model
from tests.support.chat import Chat
from tests.support.product import Product
from tests.support.waiting import wait_until

COPIED = ("src", "actions", "policy", "locales", "migrations", "data")
FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")
LINKED = (".venv", "engine")
PATIENCE = 120.0  # seconds, on a busy machine


class Started(Product):
    """A product that need not be ready: it has no model."""

    def wait_until_ready(self) -> None:
        return


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository in which the rules have lost an indent."""
    root = tmp_path / "repository"
    for name in COPIED:
        shutil.copytree(
            paths.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in FILES:
        shutil.copyfile(paths.ROOT / name, root / name)
    for name in LINKED:
        (root / name).symlink_to(paths.ROOT / name)
    (root / "models").mkdir()
    rules = root / "data/rules/start.yml"
    rules.write_text(rules.read_text().replace("    steps:", "   steps:", 1))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(root / "src"), str(root))))
    monkeypatch.setattr(paths, "ROOT", root)
    return root


def test_everything_but_the_chat_runs_until_a_model_appears(
    trained: None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    archive = model.current()
    assert archive is not None
    tree = request.getfixturevalue("tree")
    broken(tree / "models" / "fairwell-broken.tar.gz")
    product = Started(tmp_path / "home")
    product.start()
    try:
        says_sorry_and_serves_the_rest(product)

        shutil.copyfile(archive, tree / "models" / ".coming")
        (tree / "models" / ".coming").rename(tree / "models" / archive.name)
        wait_until(lambda: "is ready" in output(product), product.tails, PATIENCE)

        assert product.readiness()[0] == HTTPStatus.OK
        assert "Benutzernamen" in Chat(product).say("Ich möchte kündigen").text
        assert product.cli("model", "list")[0] == listed(archive)
    finally:
        product.stop()

    broken(tree / "models" / "fairwell-newest.tar.gz")
    again = Product(tmp_path / "home")
    again.start()
    try:
        assert "fairwell-newest.tar.gz does not load and is skipped" in output(again)
        assert archive.name in output(again)
        assert "The data is newer than the model" in output(again)
        assert listed(archive) in again.cli("model", "list")
    finally:
        again.stop()


def says_sorry_and_serves_the_rest(product: Product) -> None:
    wait_until(lambda: "There is no model" in output(product), product.tails, PATIENCE)
    status, parts = product.readiness()
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert {name for name, ok in parts.items() if not ok} == {"engine", "turn"}
    for page in ("/kuendigen", "/desk/login"):
        assert product.http.get(product.url + page).status_code == HTTPStatus.OK, page
    answer = Chat(product).say("Ich möchte kündigen")
    assert "Benutzernamen" not in answer.text  # which only a model would have asked for
    assert "/kuendigen" in answer.text


def broken(file: Path) -> None:
    file.write_bytes(b"no archive")
    now = time.time()
    os.utime(file, (now, now))


def listed(archive: Path) -> dict[str, object]:
    """The live model, which does not fit data that has changed."""
    size = archive.stat().st_size
    return {"model": archive.name, "live": True, "fits_data": False, "bytes": size}


def output(product: Product) -> str:
    return (product.home / "run.out").read_text()
