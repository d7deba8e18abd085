"""What customers write and press in each language, and by what they recognise an answer."""

from __future__ import annotations

import re
import secrets
import string
from dataclasses import dataclass

import pytest

REFERENCE = re.compile(r"\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{4}\b")


@dataclass(frozen=True)
class Account:
    """User name and main address, as a customer types them."""

    user_name: str
    email: str

    @property
    def both(self) -> str:
        """Both in one short answer."""
        return f"{self.user_name}, {self.email}"


@dataclass(frozen=True)
class Words:
    """One language's customer."""

    language: str
    owner: Account
    """A demo account whose owner speaks this language."""
    other_owner: Account

    # --- typed
    hello: str
    wish: str
    wish_with_details: str
    pause_wish: str
    dont_know: str
    own_reason: str
    yes: str
    stop: str
    keep: str
    weather: str
    other_language: str
    """Asks for the other language, in this one."""

    # --- pressed
    too_expensive: str
    no_reason: str
    cancel_now: str
    pause_instead: str
    change: str
    dont_cancel: str
    request_pause: str
    cancel_after_all: str
    start_cancelling: str
    try_again: str

    # --- by what an answer is recognised
    automated: str
    asks_details: str
    asks_email: str
    asks_reason: str
    asks_cancel: str
    asks_pause: str
    received: str
    pause_received: str
    nothing_recorded: str
    sorry: str
    moment: re.Pattern[str]
    """Date and time with the zone's name."""


DE = Words(
    language="de",
    owner=Account("blumen-mueller", "anna.mueller@blumen-mueller.example"),
    other_owner=Account("moebel-krause", "marketing@moebel-krause.example"),
    hello="Hallo",
    wish="Ich möchte kündigen",
    wish_with_details="Ich möchte kündigen, Benutzername {user_name}, E-Mail {email}",
    pause_wish="Ich möchte meinen Account pausieren",
    dont_know="weiß ich nicht",
    own_reason="Wir schließen unser Geschäft",
    yes="Ja, bitte",
    stop="Bitte den Vorgang abbrechen",
    keep="Ich möchte meinen Account behalten",
    weather="Wie wird morgen das Wetter?",
    other_language="Können wir auf Englisch weiterschreiben?",
    too_expensive="Zu teuer",
    no_reason="Keine Angabe",
    cancel_now="Jetzt kündigen",
    pause_instead="Lieber pausieren",
    change="Angaben ändern",
    dont_cancel="Nicht kündigen",
    request_pause="Pause anfragen",
    cancel_after_all="Doch lieber kündigen",
    start_cancelling="Account kündigen",
    try_again="Noch einmal versuchen",
    automated="automatischer Assistent",
    asks_details="Ihren Benutzernamen und die E-Mail-Adresse",
    asks_email="wie lautet die E-Mail-Adresse",
    asks_reason="Warum möchten Sie gehen?",
    asks_cancel="Soll ich jetzt kündigen?",
    asks_pause="Soll ich die Pause anfragen?",
    received="Ihre Kündigung ist eingegangen",
    pause_received="Ihre Anfrage für eine Pause ist eingegangen",
    nothing_recorded="nichts aufgezeichnet",
    sorry="Bei uns ist ein Fehler aufgetreten",
    moment=re.compile(r"\d{1,2}\. \w+ 20\d\d, \d\d:\d\d Uhr \((?:MEZ|MESZ)\)"),
)
EN = Words(
    language="en",
    owner=Account("harbor-bakery", "emma.clark@harbor-bakery.example"),
    other_owner=Account("metro-dance", "studio@metro-dance.example"),
    hello="Hello",
    wish="I want to cancel my account",
    wish_with_details="I want to cancel, user name {user_name}, e-mail {email}",
    pause_wish="I want to pause my account",
    dont_know="I don't know",
    own_reason="We are closing our business",
    yes="Yes, please",
    stop="Stop, forget it",
    keep="I want to keep my account",
    weather="What will the weather be like tomorrow?",
    other_language="Can we go on in German, please?",
    too_expensive="Too expensive",
    no_reason="Rather not say",
    cancel_now="Cancel now",
    pause_instead="Pause instead",
    change="Change details",
    dont_cancel="Don't cancel",
    request_pause="Request the pause",
    cancel_after_all="Cancel after all",
    start_cancelling="Cancel the account",
    try_again="Try again",
    automated="automated assistant",
    asks_details="your user name, and the main e-mail address",
    asks_email="what's the main e-mail address",
    asks_reason="why are you leaving?",
    asks_cancel="Shall I cancel it now?",
    asks_pause="Shall I request the pause?",
    received="Your cancellation has been received",
    pause_received="Your request for a pause has been received",
    nothing_recorded="recorded anything",
    sorry="something went wrong on our side",
    moment=re.compile(r"\w+ \d{1,2}, 20\d\d, \d{1,2}:\d\d [AP]M \(E[SD]T\)"),
)
LANGUAGES = {"de": DE, "en": EN}
# For tests that take long and are about more than what is said.
in_german = pytest.mark.parametrize("words", ["de"], indirect=True)
in_english = pytest.mark.parametrize("words", ["en"], indirect=True)


def other(words: Words) -> Words:
    """The other language's customer."""
    return EN if words is DE else DE


def stranger() -> Account:
    """Details that no account has and no other test uses."""
    tail = "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))
    return Account(f"kiosk-{tail}", f"post@kiosk-{tail}.example")


def reference_in(text: str) -> str:
    """The one reference number in a text."""
    found = set(REFERENCE.findall(text))
    assert len(found) == 1, f"{len(found)} reference numbers in: {text}"
    return str(found.pop())
