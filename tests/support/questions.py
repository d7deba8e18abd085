"""The questions of the help article, and what a right answer must name.

Values come from the facts, so a changed fact changes what the tests expect.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairwell import paths
from fairwell.policy.facts import Facts, load_facts

FACTS: Facts = load_facts(paths.POLICY)

_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€"}


@dataclass(frozen=True)
class Question:
    """How it is asked, and what its answer must contain, each by language."""

    name: str
    ask: dict[str, str]
    says: dict[str, tuple[str, ...]]


def money(fee: int, currency: str, language: str) -> str:
    """A whole amount as people write it in a language."""
    sign = _SIGNS[currency]
    return f"{fee} {sign}" if language == "de" else f"{sign}{fee}"


def pause_prices(language: str, facts: Facts = FACTS) -> tuple[str, ...]:
    """Every price of a pause, in every currency."""
    pause = facts.pause
    return tuple(
        money(t.fee, currency, language) for t in pause.tiers for currency in pause.currencies
    )


def _thousands(value: int, language: str) -> str:
    english = f"{value:,}"
    return english.replace(",", ".") if language == "de" else english


def _limits(language: str, facts: Facts) -> tuple[str, ...]:
    limits = (tier.contacts_up_to for tier in facts.pause.tiers)
    return tuple(_thousands(limit, language) for limit in limits if limit)


def phones(facts: Facts) -> tuple[str, ...]:
    """Every number of Billing Support."""
    return tuple(phone.number for phone in facts.phones)


PHONES = phones(FACTS)
GUARANTEE = str(FACTS.guarantee_days.value)
WITHDRAWAL = str(FACTS.withdrawal_days.value)
DATA_DAYS = str(FACTS.data_kept_days.value)
UNPAID_DAYS = str(FACTS.ended_after_unpaid_days.value)


def questions(facts: Facts) -> tuple[Question, ...]:
    """The article's questions with the answers that these facts give."""
    numbers = phones(facts)
    return (
        Question(
            "trial",
            {
                "de": "Muss ich die kostenlose Testphase kündigen?",
                "en": "Do I have to cancel the free trial?",
            },
            {"de": ("endet von selbst",), "en": ("ends by itself",)},
        ),
        Question(
            "phone",
            {
                "de": "Unter welcher Telefonnummer erreiche ich den Abrechnungs-Support?",
                "en": "What is the phone number of Billing Support?",
            },
            {"de": numbers, "en": numbers},
        ),
        Question(
            "required details",
            {
                "de": "Welche Angaben brauchen Sie für die Kündigung?",
                "en": "Which details do you need to cancel?",
            },
            {
                "de": ("Benutzernamen", "E-Mail-Adresse Ihres Haupt-Accounts", "Grund"),
                "en": ("user name", "main e-mail address", "reason"),
            },
        ),
        Question(
            "billing date",
            {
                "de": "Bis wann muss ich kündigen, damit nichts mehr abgebucht wird?",
                "en": "By when do I have to cancel to avoid the next charge?",
            },
            {
                "de": ("vor Ihrem nächsten Abrechnungsdatum",),
                "en": ("before your next billing date",),
            },
        ),
        Question(
            "confirmation mail",
            {
                "de": "Wann bekomme ich die Bestätigung per E-Mail?",
                "en": "When will I get the confirmation email?",
            },
            {
                "de": (f"innerhalb von {facts.confirmation_within_hours.value} Stunden",),
                "en": (f"within {facts.confirmation_within_hours.value} hours",),
            },
        ),
        Question(
            "refund",
            {"de": "Bekomme ich mein Geld zurück?", "en": "Can I get a refund?"},
            {
                "de": (
                    "erstatten wir nicht",
                    f"{facts.guarantee_days.value}-Tage-Garantie",
                    str(facts.withdrawal_days.value),
                    *numbers,
                ),
                "en": (
                    "aren't refundable",
                    f"{facts.guarantee_days.value}-day guarantee",
                    str(facts.withdrawal_days.value),
                    *numbers,
                ),
            },
        ),
        Question(
            "prepay renewal",
            {
                "de": "Was passiert, wenn mein Guthaben aufgebraucht ist?",
                "en": "What happens when my prepaid balance runs out?",
            },
            {"de": ("verlängert sich automatisch",), "en": ("renews automatically",)},
        ),
        Question(
            "missing card",
            {
                "de": "Was passiert, wenn keine Karte hinterlegt ist?",
                "en": "What happens if there is no card on file?",
            },
            {
                "de": ("gesperrt", f"{facts.ended_after_unpaid_days.value} Tagen"),
                "en": ("locked", f"{facts.ended_after_unpaid_days.value} days"),
            },
        ),
        Question(
            "data",
            {
                "de": "Wie lange werden meine Daten gespeichert?",
                "en": "How long do you keep my data?",
            },
            {
                "de": (f"{facts.data_kept_days.value} Tage",),
                "en": (f"{facts.data_kept_days.value} days",),
            },
        ),
        Question(
            "pause",
            {"de": "Was kostet eine Pause?", "en": "How much does a pause cost?"},
            {
                "de": (*pause_prices("de", facts), *_limits("de", facts), "nicht senden"),
                "en": (*pause_prices("en", facts), *_limits("en", facts), "can't send"),
            },
        ),
        Question(
            "unsubscribes",
            {
                "de": "Was ist mit den abgemeldeten Kontakten?",
                "en": "What about my unsubscribed contacts?",
            },
            {
                "de": ("CAN-SPAM", "verfallen nie", "Liste der abgemeldeten Kontakte"),
                "en": ("CAN-SPAM", "never expire", "list of unsubscribed contacts"),
            },
        ),
    )


QUESTIONS = questions(FACTS)
