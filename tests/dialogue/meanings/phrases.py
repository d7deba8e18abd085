"""What customers say beyond cancelling, and by what the answers are recognised."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.words import Account


@dataclass(frozen=True)
class Request:
    """One of the other meanings of "leaving", from its wish to its mail."""

    kind: str
    wish: str
    subject: str | None
    """What is asked first, before the account: which add-on."""
    page_says: tuple[str, ...]
    asks: str
    confirm: str
    leave: str
    received: str
    mail_subject: str


@dataclass(frozen=True)
class Phrases:
    """One language's customer, in everything but the straight cancellation."""

    requests: dict[str, Request]

    # --- accounts of this language that no other test reads mails of
    monthly: Account
    """Charged tomorrow."""
    prepaid: Account
    locked: Account
    paused: Account
    trial: Account

    # --- a word with two meanings
    bare_cancel: str
    asks_meant: str
    meant_account: str
    meant_add_on: str
    meant_stop: str
    asks_add_on: str

    # --- after the record
    status: str
    take_back: str
    take_it_back: str
    leave_it: str
    asks_take_back: str
    taken_back: str
    is_taken_back: str
    taken_back_mail: str
    no_mail: str
    send_again: str
    sent_again: str
    mail_under_way: str
    mail_left: str
    send_new_code: str
    new_code_wish: str
    code_right: str
    code_wrong: str
    with_billing: str
    verified: str
    charged: str
    charged_on_record: str
    a_charge: str
    asks_contact: str
    call_received: str
    only_billing_knows: str

    # --- the page of an account
    prepaid_page: str
    balance: str
    at_balance_end: str
    asks_when: str
    when_balance_used: str
    no_refund: str
    billing_date: str
    monthly_fee: str
    locked_page: str
    paused_page: str
    add_ons_page: str
    trial_ends: str
    pause_on_page: str
    pause_after_receipt: str

    # --- people
    bereaved: str
    bereaved_reason: str
    condolence: str
    lawyer: str
    lawyer_answer: str
    not_owner: str
    not_owner_answer: str
    another_account: str
    password: str
    card: str
    secret_removed: str
    robot: str
    thanks: str
    anger: str
    muddled: tuple[str, ...]
    """Word salad of which at least one must leave the engine unsure."""
    unsure: str
    person_offered: str
    request_call: str

    # --- feedback
    asks_feedback: str
    very_easy: str
    asks_word: str
    word: str
    word_thanks: str


DE = Phrases(
    requests={
        "withdraw": Request(
            "withdraw",
            "Ich möchte den Vertrag widerrufen",
            None,
            ("{withdrawal_days} Tagen", "Ein Widerruf ist keine Kündigung"),
            "Soll ich den Widerruf aufnehmen?",
            "Jetzt widerrufen",
            "Nicht widerrufen",
            "Ihr Widerruf ist eingegangen",
            "Ihr Widerruf ist eingegangen",
        ),
        "pause": Request(
            "pause",
            "Ich möchte meinen Account pausieren",
            None,
            (
                "nicht senden",
                "SMS-Nummer geht sofort verloren",
                "zweite Pause im selben Abrechnungszeitraum",
            ),
            "Soll ich die Pause anfragen?",
            "Pause anfragen",
            "Nichts ändern",
            "Ihre Anfrage für eine Pause ist eingegangen",
            "Ihre Anfrage für eine Pause ist eingegangen",
        ),
        "delete_data": Request(
            "delete_data",
            "Bitte löschen Sie alle meine Daten",
            None,
            ("{data_days} Tage", "kündigt den Account nicht", "nicht wiederherstellen"),
            "Soll ich den Antrag auf Löschung aufnehmen?",
            "Löschung beantragen",
            "Nichts löschen",
            "Ihr Antrag auf Löschung ist eingegangen",
            "Ihr Antrag auf Löschung von Daten ist eingegangen",
        ),
        "addon": Request(
            "addon",
            "Ich möchte ein Zusatzprodukt kündigen",
            "SMS-Paket",
            ("SMS-Paket", "Nur das Zusatzprodukt wird gekündigt, Ihr Account bleibt"),
            "Soll ich das Zusatzprodukt kündigen?",
            "Zusatzprodukt kündigen",
            "Nichts ändern",
            "Die Kündigung Ihres Zusatzprodukts ist eingegangen",
            "Die Kündigung Ihres Zusatzprodukts ist eingegangen",
        ),
    },
    monthly=Account("radhaus-nord", "kontakt@radhaus-nord.example"),
    prepaid=Account("weinhof-lang", "buero@weinhof-lang.example"),
    locked=Account("kanzlei-roth", "post@kanzlei-roth.example"),
    paused=Account("skischule-alm", "info@skischule-alm.example"),
    trial=Account("yoga-isar", "hallo@yoga-isar.example"),
    bare_cancel="abbrechen",
    asks_meant="Was möchten Sie: Ihren Account kündigen oder nur den Vorgang hier abbrechen?",
    meant_account="Account kündigen",
    meant_add_on="Nur ein Zusatzprodukt kündigen",
    meant_stop="Vorgang abbrechen",
    asks_add_on="Welches Zusatzprodukt",
    status="Wie ist der Stand meiner Kündigung?",
    take_back="Ich möchte meine Kündigung zurücknehmen",
    take_it_back="Zurücknehmen",
    leave_it="Nicht zurücknehmen",
    asks_take_back="Soll ich das zurücknehmen?",
    taken_back="Zurückgenommen: Nr.",
    is_taken_back="ist zurückgenommen",
    taken_back_mail="Ihre Kündigung ist zurückgenommen",
    no_mail="Ich habe keine Bestätigung bekommen",
    send_again="Noch einmal senden",
    sent_again="mit einem neuen Code in wenigen Minuten noch einmal",
    mail_under_way="Passen Ihre Angaben zu einem Account",
    mail_left="gegangen",
    send_new_code="Neuen Code senden",
    new_code_wish="Bitte senden Sie mir den Code noch einmal",
    code_right="Der Code stimmt",
    code_wrong="Dieser Code passt nicht oder gilt nicht mehr",
    with_billing="Der Vorgang liegt beim Abrechnungs-Support",
    verified="und bestätigt",
    charged="Trotz Kündigung wurde wieder Geld abgebucht",
    a_charge="Abbuchung",
    charged_on_record="Ihre Kündigung steht hier im Gespräch mit Nummer und Zeit fest",
    asks_contact="Unter welcher Telefonnummer oder E-Mail-Adresse erreichen wir Sie?",
    call_received="Ihre Bitte um Rückruf ist eingegangen",
    only_billing_knows="kennt der Abrechnungs-Support",
    prepaid_page="Ihr Guthaben von 84,00 $ verfällt",
    balance="84,00 $",
    at_balance_end="Wenn das Guthaben aufgebraucht ist",
    asks_when="Wann soll der Account enden?",
    when_balance_used="sobald Ihr Guthaben aufgebraucht ist",
    no_refund="Vorauszahlungen erstatten wir nicht",
    billing_date="Ihr nächstes Abrechnungsdatum ist der {day}",
    monthly_fee="45,00 $",
    locked_page="Der Account ist gesperrt",
    paused_page="Die Pause und ihre Gebühr enden mit dem Account",
    add_ons_page="Ihre Zusatzprodukte enden mit ihm",
    trial_ends="Sie endet am {day} von selbst",
    pause_on_page="Statt zu kündigen können Sie pausieren",
    pause_after_receipt="Möchten Sie lieber pausieren",
    bereaved="Mein Vater ist verstorben, ich möchte seinen Account kündigen",
    bereaved_reason="Mein Mann ist gestorben",
    condolence="Mein aufrichtiges Beileid",
    lawyer="Ich kündige, sonst meldet sich mein Anwalt",
    lawyer_answer="Ihre Erklärung nehme ich hier sofort auf, mit Beleg",
    not_owner="Ich bin nicht der Inhaber, möchte aber den Account kündigen",
    not_owner_answer="Sie können auch für eine andere Person kündigen",
    another_account="Ich möchte noch einen anderen Account kündigen",
    password="Mein Passwort ist {secret}",
    card="Meine Kartennummer ist {secret}",
    secret_removed="aus Ihrer Nachricht entfernt und nicht gespeichert",
    robot="Sind Sie ein Mensch oder ein Roboter?",
    thanks="Danke schön",
    anger="Das ist doch eine Frechheit, Ihr Service ist unmöglich",
    muddled=(
        "geld bitte anders vertrag",
        "liste mit dem noch mal oder",
        "liste mail rest hier",
        "rest mit dem vertrag sache",
        "daten wegen alte noch mal",
        "rest bitte liste mail",
        "was ist mit dem rest davon",
    ),
    unsure="Das habe ich nicht sicher verstanden",
    person_offered="Einen Menschen erreichen Sie beim Abrechnungs-Support",
    request_call="Rückruf anfragen",
    asks_feedback="Wie leicht war es, hier zu kündigen?",
    very_easy="Sehr leicht",
    asks_word="Möchten Sie noch etwas dazu sagen?",
    word="Kurz und sachlich, so soll es sein",
    word_thanks="Danke für Ihre Rückmeldung",
)
EN = Phrases(
    requests={
        "withdraw": Request(
            "withdraw",
            "I want to withdraw from the contract",
            None,
            ("{withdrawal_days} days", "A withdrawal is not a cancellation"),
            "Shall I take the withdrawal down?",
            "Withdraw now",
            "Don't withdraw",
            "Your withdrawal has been received",
            "Your withdrawal has been received",
        ),
        "pause": Request(
            "pause",
            "I want to pause my account",
            None,
            ("can't send", "SMS number is lost at once", "second time in the same invoice cycle"),
            "Shall I request the pause?",
            "Request the pause",
            "Leave it as it is",
            "Your request for a pause has been received",
            "Your request for a pause has been received",
        ),
        "delete_data": Request(
            "delete_data",
            "Please delete all my data",
            None,
            ("{data_days} days", "doesn't cancel the account", "can't be restored"),
            "Shall I take the deletion request down?",
            "Request deletion",
            "Delete nothing",
            "Your deletion request has been received",
            "Your request to delete data has been received",
        ),
        "addon": Request(
            "addon",
            "I want to cancel an add-on",
            "SMS package",
            ("SMS package", "Only the add-on is cancelled; your account stays"),
            "Shall I cancel the add-on?",
            "Cancel the add-on",
            "Leave it as it is",
            "Your add-on cancellation has been received",
            "Your add-on cancellation has been received",
        ),
    },
    monthly=Account("pine-street-gym", "front@pine-street-gym.example"),
    prepaid=Account("oak-bookshop", "hello@oak-bookshop.example"),
    locked=Account("delta-plumbing", "office@delta-plumbing.example"),
    paused=Account("lake-camp", "team@lake-camp.example"),
    trial=Account("tiny-ceramics", "zoe@tiny-ceramics.example"),
    bare_cancel="cancel it",
    asks_meant="What would you like: cancel your account, or just stop what we're doing here?",
    meant_account="Cancel my account",
    meant_add_on="Cancel an add-on only",
    meant_stop="Stop here",
    asks_add_on="Which add-on",
    status="What is the status of my cancellation?",
    take_back="I want to take back my cancellation",
    take_it_back="Take it back",
    leave_it="Don't take it back",
    asks_take_back="Shall I take it back?",
    taken_back="Taken back: no.",
    is_taken_back="has been taken back",
    taken_back_mail="Your cancellation has been taken back",
    no_mail="I haven't received the confirmation email",
    send_again="Send it again",
    sent_again="will arrive again in a few minutes, with a new code",
    mail_under_way="If your details match an account",
    mail_left="went to",
    send_new_code="Send a new code",
    new_code_wish="Please send me the code again",
    code_right="That's the right code",
    code_wrong="That code doesn't match, or it's no longer valid",
    with_billing="It's with Billing Support",
    verified="and verified",
    charged="I was charged again after cancelling",
    a_charge="charge",
    charged_on_record="Your cancellation is on record in this chat",
    asks_contact="What phone number or e-mail address can we reach you at?",
    call_received="Your request for a call has been received",
    only_billing_knows="Billing Support can tell you where a cancellation stands",
    prepaid_page="your balance of £126.00 is lost if you cancel now",
    balance="£126.00",
    at_balance_end="When the balance is used up",
    asks_when="When shall the account end?",
    when_balance_used="once your balance is used up",
    no_refund="Prepayments aren't refundable",
    billing_date="Your next billing date is {day}",
    monthly_fee="$45.00",
    locked_page="The account is locked",
    paused_page="The pause and its fee end with the account",
    add_ons_page="Your add-ons end with it",
    trial_ends="It ends by itself on {day}",
    pause_on_page="Instead of cancelling you can pause",
    pause_after_receipt="If you'd rather pause",
    bereaved="My father passed away, I'd like to cancel his account",
    bereaved_reason="My husband died last month",
    condolence="I'm very sorry for your loss",
    lawyer="I want to cancel my account or my lawyer will contact you",
    lawyer_answer="I can take your declaration here at once, with a receipt",
    not_owner="I'm not the account owner but I want to cancel the account",
    not_owner_answer="You can also cancel for somebody else",
    another_account="I want to cancel another account",
    password="My password is {secret}",
    card="My card number is {secret}",
    secret_removed="from your message and didn't store it",
    robot="Are you a human or a robot?",
    thanks="Thank you",
    anger="This is outrageous, your service is terrible",
    muddled=(
        "data mail rest here",
        "and number of it card",
        "money with the plan thing",
        "other mail data card",
        "here plan with the new",
        "here new what about of it",
        "data and plan and so on",
    ),
    unsure="I'm not sure I understood",
    person_offered="You can reach a person at Billing Support",
    request_call="Request a call",
    asks_feedback="how easy was it to cancel here?",
    very_easy="Very easy",
    asks_word="Is there anything you'd like to add?",
    word="Short and to the point, as it should be",
    word_thanks="Thank you for your feedback",
)
PHRASES = {"de": DE, "en": EN}
