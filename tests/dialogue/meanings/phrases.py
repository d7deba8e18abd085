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
    code_unknown: str
    stands: str
    with_number: tuple[str, ...]
    number_alone: str
    not_of_this_chat: str
    objected: str
    nothing_here: str
    with_billing: str
    end: str
    soonest: str
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

    asks_billing_date: str
    asks_about_balance: str

    # --- what shall be changed
    asks_change: str
    change_reason: str
    change_add_on: str
    changed: str

    # --- people
    bereaved: str
    bereaved_reason: str
    bereaved_remark: str
    """Told outside a request, with no wish in it."""
    condolence: str
    good_cause: str
    good_cause_unnamed: str
    a_cause: str
    asks_cause: str
    without_cause: str
    cause_on_page: str
    cause_received: str
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
    angry_wish: str
    anger_heard: str
    small_talk: str
    small_talk_answer: str
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
