"""Static files: the folder's own and no others, with a tag for caches."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from fairwell.web.static_files import StaticFiles


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "page.js").write_text("let a = 1;")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    files = Mount("/files", StaticFiles(folder, {"Cache-Control": "no-cache"}))
    return TestClient(Starlette(routes=[Mount("/desk", Starlette(routes=[files]))]))


def test_a_file_is_served_once_and_then_confirmed_by_its_tag(client: TestClient) -> None:
    first = client.get("/desk/files/page.js")
    again = client.get("/desk/files/page.js", headers={"If-None-Match": first.headers["etag"]})
    head = client.head("/desk/files/page.js")

    assert (first.status_code, first.text) == (200, "let a = 1;")
    assert first.headers["content-type"].startswith("text/javascript")
    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.headers["content-length"]) == (200, "10")


@pytest.mark.parametrize(
    "path", ["/", "/nothing.js", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "/a%00b"]
)
def test_30_nothing_outside_of_the_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/desk/files{path}", follow_redirects=False).status_code == 404


def test_a_file_is_not_written(client: TestClient) -> None:
    assert client.post("/desk/files/page.js").status_code == 405
