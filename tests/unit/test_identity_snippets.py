"""The snippets for the help site's side make tokens that we take, and the very same ones."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from fairwell import paths
from fairwell.rules.identity.token import Claims, verify_token
from tests.support.tables import table

DOCUMENT = paths.ROOT / "docs" / "sign-in.md"
SNIPPETS = paths.ROOT / "docs" / "snippets"
NODE = shutil.which("node") or str(Path(sys.executable).with_name("node"))

Values = dict[str, str]


def documented() -> tuple[Values, str]:
    """The input and the token that the document promises for it."""
    text = DOCUMENT.read_text().split("## Snippets", 1)[1]
    rows = dict(re.findall(r"^\| ([a-z -]+) \| `([^`]+)` \|$", text, flags=re.MULTILINE))
    token = re.search(r"^```\n(\S+)\n```$", text, flags=re.MULTILINE)
    assert token
    return rows, token.group(1)


VALUES, TOKEN = documented()
NOW = dt.datetime.fromtimestamp(int(VALUES["now"]), dt.UTC)


def by_python(values: Values) -> str:
    spec = importlib.util.spec_from_file_location("snippet", SNIPPETS / "identity_token.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    token: str = module.identity_token(
        values["user name"],
        values["e-mail"],
        values["key id"],
        values["secret"],
        **({"now": int(values["now"]), "token_id": values["token id"]} if "now" in values else {}),
    )
    return token


def by_node(values: Values) -> str:
    names = ["user name", "e-mail", "key id", "secret"]
    given = [values[name] for name in names]
    extra = [int(values["now"]), values["token id"]] if "now" in values else []
    script = (
        f"import {{ identityToken }} from {json.dumps((SNIPPETS / 'identity-token.mjs').as_uri())};"
        f"process.stdout.write(identityToken(...{json.dumps([*given, *extra])}));"
    )
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def by_the_steps_of_php(values: Values) -> str:
    """What the PHP snippet says it does, done in Python; a step that is not known fails."""
    source = (SNIPPETS / "identity_token.php").read_text()
    now = int(values["now"])
    meaning = {
        "'HS256'": "HS256",
        "'JWT'": "JWT",
        "'fairwell'": "fairwell",
        "$keyId": values["key id"],
        "$userName": values["user name"],
        "$email": values["e-mail"],
        "$now": now,
        "$now + 300": now + 300,
        "$tokenId ?? bin2hex(random_bytes(16))": values["token id"],
    }

    def table(name: str) -> dict[str, object]:
        body = re.search(rf"\${name} = \[\n(.*?)\n    \];", source, flags=re.DOTALL)
        assert body
        lines = [re.fullmatch(r"\s+'(\w+)' => (.+),", line) for line in body[1].splitlines()]
        return {line[1]: meaning[line[2]] for line in lines if line} if all(lines) else {}

    def encode(data: bytes) -> str:
        return base64.b64encode(data).decode().translate(str.maketrans("+/", "-_")).rstrip("=")

    steps = [
        "$encode = fn (string $bytes): string => "
        "rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');",
        "$json = fn (array $data): string => "
        "json_encode($data, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);",
        "$signed = $encode($json($header)) . '.' . $encode($json($claims));",
        "return $signed . '.' . $encode(hash_hmac('sha256', $signed, $secret, true));",
    ]
    assert [line.strip() for line in source.splitlines()[-6:-1]][-4:] == steps
    header, claims = (
        encode(json.dumps(table(name), separators=(",", ":")).encode())
        for name in ("header", "claims")
    )
    signed = f"{header}.{claims}"
    return f"{signed}.{encode(hmac.digest(values['secret'].encode(), signed.encode(), 'sha256'))}"


@table("make", [by_python, by_node, by_the_steps_of_php])
def test_each_snippet_gives_the_documented_token(make: Callable[[Values], str]) -> None:
    assert make(VALUES) == TOKEN


def test_the_documented_token_is_a_good_one() -> None:
    claims = verify_token(TOKEN, {VALUES["key id"]: VALUES["secret"]}, NOW)

    assert claims == Claims(
        user_name=VALUES["user name"],
        email=VALUES["e-mail"],
        token_id=VALUES["token id"],
        usable_until=NOW + dt.timedelta(seconds=330),
    )


@table("make", [by_python, by_node])
def test_tokens_made_as_in_real_life_are_good_and_never_the_same(
    make: Callable[[Values], str],
) -> None:
    values = {"user name": "café-süd", "e-mail": "a@b.example", "key id": "k", "secret": "x" * 32}
    now = dt.datetime.now(dt.UTC)
    first, second = (verify_token(make(values), {"k": "x" * 32}, now) for _ in range(2))

    assert first.user_name == "café-süd"
    assert first.token_id != second.token_id


@table(
    "language, name",
    [
        ("python", "identity_token.py"),
        ("js", "identity-token.mjs"),
        ("php", "identity_token.php"),
    ],
)
def test_the_document_shows_the_snippets_as_they_are(language: str, name: str) -> None:
    text = DOCUMENT.read_text().split("## Snippets", 1)[1]

    assert f"```{language}\n{(SNIPPETS / name).read_text()}```" in text


def test_the_document_names_every_reason() -> None:
    from fairwell.rules.identity.token import Refusal

    text = DOCUMENT.read_text()

    assert [reason for reason in Refusal if f"`{reason}`" not in text] == []
