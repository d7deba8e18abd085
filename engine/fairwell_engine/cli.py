"""Rasa's own command line in this environment: ``python -m fairwell_engine.cli data validate``.

Rasa does the work. This module adds the variables that endpoints.yml needs, an action server for
the commands that hold conversations, and filters for warnings about what is intended.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fairwell_engine.environment import fail, prepare_environment, use_folder
from fairwell_engine.rasa.stand_ins import NEED_TENSORFLOW

PROGRAM = "rasa"
_ACTIONS_URL = "FAIRWELL_ACTIONS_URL"
_TEST_STORIES = "data/stories"
_TALKS = ("shell", "interactive")
_HELP = ("-h", "--help")
_ACTIONS_START_WITHIN = 120.0  # seconds; migrations and demo accounts come first

# Warnings of Rasa that need no action, each with the reason. --debug shows them all.
_MEANT = (
    # Actions choose most responses. tests/unit/test_texts_chat.py finds unused ones.
    (UserWarning, r"The utterance '\w+' is not used in any story or rule"),
    # Buttons only: customers cannot type it, so it has no examples (domain.yml).
    (UserWarning, "The intent 'press' is listed in the domain file, but is not found in the NLU"),
    # Rasa looks for trainable extractors; ours find details by rules (hearing/details).
    (UserWarning, r"[\s\S]*training data consisting of entity examples"),
    (UserWarning, r"[\s\S]*Entity .* has only \d+ training examples"),
    # Rasa looks for the name; ours is a RulePolicy too (rasa/rule_policy.py).
    (UserWarning, r"[\s\S]*'RulePolicy' is not included"),
    # The plot of a test in which only one name occurred.
    (UserWarning, "Attempting to set identical low and high"),
    # Rasa's libraries are old; some of these are UserWarnings as well.
    (DeprecationWarning, ""),
)


def main(arguments: list[str] | None = None) -> None:
    """Run one of Rasa's commands in the working folder."""
    given = sys.argv[1:] if arguments is None else arguments
    # Rasa's ``test`` needs scikit-learn and matplotlib, so only what needs TensorFlow is stubbed.
    prepare_environment(NEED_TENSORFLOW)
    use_folder(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="fairwell-rasa-") as folder:
        home = Path(folder)
        words = with_defaults(given, home)
        _set_variables(home)
        if talks(words) and _ACTIONS_URL not in os.environ:
            with action_server(home) as url:
                os.environ[_ACTIONS_URL] = url
                _run_rasa(words)
        else:
            os.environ.setdefault(_ACTIONS_URL, "http://127.0.0.1:5055/webhook")
            _run_rasa(words)


def with_defaults(words: list[str], home: Path) -> list[str]:
    """Add our defaults to a command's arguments where it does not set them itself.

    ``test core`` reads our test stories. A chat is stored in memory and listens on loopback only,
    out of reach of the network.
    """
    given = {word.partition("=")[0] for word in words}
    if words[:2] == ["test", "core"] and not {"-s", "--stories", "--e2e", *_HELP} & given:
        return [*words[:2], "--e2e", "--stories", _TEST_STORIES, *words[2:]]
    if not talks(words):
        return words
    added = []
    if "--endpoints" not in given:
        added += ["--endpoints", str(_without_tracker_store(Path("endpoints.yml"), home))]
    if words[0] == "shell" and not {"-i", "--interface"} & given:
        added += ["--interface", "127.0.0.1"]
    if not {"-p", "--port"} & given:
        added += ["--port", str(_free_port())]
    return [words[0], *added, *words[1:]]


def _without_tracker_store(endpoints: Path, home: Path) -> Path:
    """Copy the file without the store: Rasa's own agent cannot create the store's trackers."""
    from ruamel.yaml import YAML

    yaml = YAML()
    content = yaml.load(endpoints)
    content.pop("tracker_store", None)
    copy = home / "endpoints.yml"
    yaml.dump(content, copy)
    return copy


def talks(words: list[str]) -> bool:
    """Return whether a command holds conversations, in which actions are called."""
    return words[:1] in [[name] for name in _TALKS] and not {"nlu", *_HELP} & set(words)


def _run_rasa(words: list[str]) -> None:
    import rasa.__main__
    import rasa.utils.common
    import sanic.app  # noqa: F401  (which shows deprecations from then on)

    if not {"--debug", "-vv"} & set(words):
        # After the imports: libraries change the filters while they are imported.
        for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
            warnings.simplefilter("ignore", category)
    # Rasa's own list of warnings that it hides unless --debug is given.
    rasa.utils.common.EXPECTED_WARNINGS.extend(_MEANT)
    sys.argv = [PROGRAM, *words]
    rasa.__main__.main()


def _set_variables(home: Path) -> None:
    """Set the variables that endpoints.yml and credentials.yml name, unless they are set."""
    for name, value in {
        "FAIRWELL_TRACKER_URL": f"sqlite:///{home / 'tracker.db'}",
        "FAIRWELL_LOCK_URL": "memory:",
        "FAIRWELL_ENGINE_KEY": secrets.token_urlsafe(16),
        "FAIRWELL_ACTIONS_KEY": secrets.token_urlsafe(16),
    }.items():
        os.environ.setdefault(name, value)


@contextmanager
def action_server(home: Path) -> Iterator[str]:
    """Run our actions on a separate database with the demo accounts; yield the URL for Rasa."""
    python = Path.cwd() / ".venv/bin/python"
    if not python.exists():
        fail(PROGRAM, f"{python} is missing: run `make install`, or set {_ACTIONS_URL}")
    fairwell = [str(python), "-m", "fairwell.cli.main"]
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    variables |= {"FAIRWELL_HOME": str(home), "FAIRWELL_DEMO": "1", "FAIRWELL_DATABASE_URL": ""}
    # For sources that are not installed, such as those of a second working tree.
    variables["PYTHONPATH"] = os.pathsep.join(str(Path.cwd() / name) for name in ("src", ""))
    port = _free_port()
    log = home / "actions.log"
    print("Starting the action server with the demo accounts ...", file=sys.stderr, flush=True)
    with log.open("w") as output:
        made = subprocess.run(
            [*fairwell, "demo", "reset"], env=variables, stdout=output, stderr=output, check=False
        )
        if made.returncode:
            fail(PROGRAM, f"the demo accounts could not be made:\n{log.read_text()}")
        server = subprocess.Popen(
            [*fairwell, "part", "actions", "--port", str(port)],
            env=variables,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C ends the chat; the server ends after it
        )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/health", server, log)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _ACTIONS_START_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own, on loopback)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    fail(PROGRAM, f"the action server does not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
