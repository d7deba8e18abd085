"""Confirmation mails, rendered in the language of the case, as text and as HTML.

The mail goes to the address on file, so it may name what belongs to the account. What was typed in
the chat (user name, address, reason) is left out on purpose: its author is unproven, and a stranger
could write to the account's owner in our name. There is no offer and no survey
(advertising by German case law), and no link except the case's own and, where the owner may have
a right of withdrawal, the page that takes it (BGB 356a(1): easy to find while the right lasts).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fairwell.i18n import formats
from fairwell.i18n.catalogue import LANGUAGES, translations
from fairwell.i18n.plain_pages import WITHDRAW_PAGE
from fairwell.i18n.values import own_pause_fee, phone_list, text_values
from fairwell.i18n.zones import today_in, zone_of
from fairwell.policy.facts import Facts
from fairwell.rules.cases.case import Account, Case, Channel, Kind, Manner, Plan
from fairwell.rules.cases.jurisdiction import Book, rules_at
from fairwell.store.mails.outbox import Mail


@dataclass(frozen=True)
class MailLinks:
    """Tokens a mail may carry; ``code`` and ``verify`` only while the case is not verified."""

    receipt: str
    dispute: str
    code: str | None = None
    verify: str | None = None


TEMPLATES = Path(__file__).parent / "templates"


class Postman:
    """Renderer of mails from ``templates/``, with the German texts in ``locales/``."""

    def __init__(self, facts: Facts, base_url: str = "", places: Book | None = None) -> None:
        self._facts = facts
        self._places = places
        self._base_url = base_url.rstrip("/")
        self._text = {language: _environment(language, "text") for language in LANGUAGES}
        self._html = {language: _environment(language, "html") for language in LANGUAGES}

    def confirmation(
        self,
        case: Case,
        account: Account,
        links: MailLinks | None = None,
        again: dt.datetime | None = None,
    ) -> Mail:
        """Write the confirmation of a recorded case; ``again`` makes it a further mail."""
        once_more = f":{again.timestamp():.6f}" if again else ""
        return self._mail(
            f"{case.kind}.j2",
            case,
            account,
            kind=f"{case.kind}_confirmation",
            dedupe_key=f"confirmation:{case.id}{once_more}",
            links=links,
        )

    def end_changed(self, case: Case, account: Account, links: MailLinks, at: dt.datetime) -> Mail:
        """Write the confirmation that a cancellation has another end now."""
        return self._mail(
            "cancel.j2",
            case,
            account,
            kind="end_changed",
            dedupe_key=f"end_changed:{case.id}:{at.timestamp():.6f}",
            links=links,
            changed_at=at,
        )

    def revoked(self, case: Case, account: Account, at: dt.datetime | None = None) -> Mail:
        """Write the confirmation that a case was revoked; ``at``: it may be so again later."""
        moment = f":{at.timestamp():.6f}" if at else ""
        return self._mail(
            "revoked.j2",
            case,
            account,
            kind="revoked",
            dedupe_key=f"revoked:{case.id}{moment}",
            links=None,
        )

    def answered_in_chat(self, notice: str, account: Account, language: str) -> Mail:
        """Write the notice of an agent's answer for an absent customer; it quotes nothing."""
        values = {**self._links(None), **self._always(language)}
        text = self._text[language].get_template("away.j2").make_module(values)
        html = self._html[language].get_template("away.j2").make_module(values)
        return Mail(
            kind="away",
            dedupe_key=notice,
            reference=None,
            recipient=account.email,
            language=language,
            subject=str(vars(text)["subject"]),
            body_text=str(text),
            body_html=str(html),
        )

    def _always(self, language: str) -> dict[str, object]:
        """Collect the values every mail may name."""
        return {
            **text_values(self._facts, language),
            "language": language,
            "phone_rows": [
                (phone["label"], phone["number"]) for phone in phone_list(self._facts, language)
            ],
        }

    def _mail(
        self,
        template: str,
        case: Case,
        account: Account,
        *,
        kind: str,
        dedupe_key: str,
        links: MailLinks | None,
        changed_at: dt.datetime | None = None,
    ) -> Mail:
        language = case.language
        values = {**self._values(case, account, changed_at), **self._links(links)}
        if links:
            values |= self._withdrawal(case, account)
        text = self._text[language].get_template(template).make_module(values)
        html = self._html[language].get_template(template).make_module(values)
        return Mail(
            kind=kind,
            dedupe_key=dedupe_key,
            reference=case.reference,
            recipient=account.email,
            language=language,
            subject=str(vars(text)["subject"]),
            body_text=str(text),
            body_html=str(html),
        )

    def _links(self, links: MailLinks | None) -> dict[str, str | None]:
        """Build the case's own links; ``None`` if a mail has none."""

        def url(path: str, token: str | None) -> str | None:
            return f"{self._base_url}/{path}/{token}" if token else None

        return {
            "code": links.code if links else None,
            "verify_url": url("verify", links.verify if links else None),
            "dispute_url": url("dispute", links.dispute if links else None),
            "receipt_url": url("receipt", links.receipt if links else None),
            "withdraw_url": None,
        }

    def _withdrawal(self, case: Case, account: Account) -> dict[str, str]:
        """Link the withdrawal where a contract goes on or is ended, and the law there knows one."""
        if self._places is None or case.kind not in (Kind.CANCEL, Kind.PAUSE):
            return {}
        days = rules_at(self._places, account.country, account.region).withdrawal_days
        if not days:
            return {}
        return {
            "withdraw_url": f"{self._base_url}{WITHDRAW_PAGE[case.language]}",
            "withdraw_days": formats.number(days, case.language),
        }

    def _values(
        self, case: Case, account: Account, changed_at: dt.datetime | None
    ) -> dict[str, object]:
        language = case.language
        zone = zone_of(account, language, self._facts)
        received_on = today_in(zone, changed_at or case.requested_at)
        return {
            **self._always(language),
            "reference": case.reference,
            "received_at": formats.moment(case.requested_at, zone, language),
            "changed_at": formats.moment(changed_at, zone, language) if changed_at else None,
            "user_name": account.user_name,
            "email": account.email,
            "plan": account.plan.value,
            "ends": case.ends.kind.value,
            "end_bound": case.ends.bound.value,
            "subject_given": case.subject,
            "case_kind": case.kind.value,
            "effective_on": _in_words(case.effective_on, language),
            "wished_end_on": _in_words(case.ends.day, language),
            "effective_later": case.effective_on is not None and case.effective_on > received_on,
            "runs_on": _runs_on(account, case.effective_on),
            # A code is typed in a chat.
            "from_form": case.channel is Channel.FORM,
            "for_cause": case.manner is Manner.FOR_CAUSE,
            "in_time": _before_next_billing(
                account, case.effective_on or case.ends.day, received_on
            ),
            "balance": (
                formats.minor_money(account.balance_minor, account.currency, language)
                if account.balance_minor
                else None
            ),
            "trial_ends_on": _in_words(account.trial_ends_on, language),
            "contacts": formats.number(account.contacts, language),
            "fee": own_pause_fee(self._facts, account, language) or None,
        }


def _before_next_billing(account: Account, ends_on: dt.date | None, received_on: dt.date) -> bool:
    """Check whether the next month's charge is avoided: only *before* the billing date."""
    due = account.next_billing_on
    if account.plan is not Plan.MONTHLY or due is None or _runs_on(account, ends_on):
        return False
    return received_on < due


def _runs_on(account: Account, ends_on: dt.date | None) -> bool:
    """Check whether the account goes on after what is paid, so that further months are charged."""
    due = account.next_billing_on
    if account.plan is not Plan.MONTHLY or due is None or ends_on is None:
        return False
    return ends_on > due


def _in_words(date: dt.date | None, language: str) -> str | None:
    return formats.date(date, language) if date else None


def _environment(language: str, form: str) -> Environment:
    """Build the environment of a language and format, which ``parts.j2`` depends on."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES / form, TEMPLATES]),
        autoescape=form == "html",  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = translations(language)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    return environment
