"""Mails in the outbox, a clock that tests turn, and settings for a server of ours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import Engine

from fairwell.config import Settings
from fairwell.store.base.engine import transaction
from fairwell.store.mails.outbox import Mail, Outbox, list_mails
from fairwell.store.mails.tables import OutboxRow

NOW = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


def a_mail(number: int = 1, recipient: str = "anna.mueller@blumen-mueller.example") -> Mail:
    return Mail(
        kind="cancel_confirmation",
        dedupe_key=f"confirmation:{number}",
        reference="K7M-4Q2X",
        recipient=recipient,
        language="de",
        subject="Ihre Kündigung ist eingegangen: Nr. K7M-4Q2X",
        body_text="Guten Tag,\n\nüber Ihre Kündigung: Größe, Maß, Öl.",
        body_html='<!doctype html><html lang="de"><p>Größe, Maß, Öl.</p></html>',
    )


def put(engine: Engine, *mails: Mail, now: dt.datetime = NOW) -> None:
    with transaction(engine) as session:
        for mail in mails:
            Outbox(session).put(mail, now)


def rows(engine: Engine) -> list[OutboxRow]:
    with transaction(engine, read_only=True) as session:
        return list_mails(session)


def only_row(engine: Engine) -> OutboxRow:
    (row,) = rows(engine)
    return row


def settings_for(port: int, home: Path = Path("unused"), timeout: float = 10.0) -> Settings:
    """Settings that hold for the test alone, whatever the machine's environment says."""
    return Settings(
        home=home,
        database_url="",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_user="",
        smtp_security="none",
        smtp_timeout=timeout,
        mail_from="cancellations@fairwell.example",
        mail_from_name="Constant Contact",
    )
