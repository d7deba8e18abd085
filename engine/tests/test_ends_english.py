"""Which end is heard in an English message, said on Monday, 30 November 2026."""

from __future__ import annotations

from datetime import date

from growth import assert_grows_in_step
from tables import table

from fairwell_engine.hearing.ends import find_end

_TODAY = date(2026, 11, 30)


def heard(text: str, country: str | None = None) -> str:
    """Say the end as the tables do: ">=" for not before, other readings behind "~"."""
    end = find_end(text, "en", _TODAY, country=country)
    if end is None:
        return "-"
    assert 0 <= end.start < end.end <= len(text)
    others = "".join(f" ~{other}" for other in end.ambiguous)
    return (">=" if end.bound == "not_before" else "") + end.value + others


DATES = """
2027-03-31: as of March 31st, 2027
2027-03-31: Please cancel my account as of March 31st, 2027.
2027-03-31: 31 March
2027-03-31: cancel on 31 March
2027-03-31: 3/31/2027
2027-03-31: 31/3/2027
2027-03-31: cancel effective 3/31/2027
2026-12-31: 12/31
2026-12-31: please end it on 12/31
2026-12-31: 31/12
2027-04-03 ~2027-03-04: 03/04/2027
2027-04-03 ~2027-03-04: cancel on 03/04/2027
2027-03-31: effective March 31, 2027
2027-03-31: effective from 31 March 2027 I cancel
2027-03-31: I want to leave on March 31
2027-03-31: cancel by 31st of March please
2027-03-31: Cancel with effect from 31 March 2027
2027-03-31: end date: 2027-03-31
2027-03-31: my last day should be March 31, please cancel
2026-12-15: on the 15th
2026-12-15: cancel on the 15th please
2026-12-15: Please close my account on the 15th of next month
2026-12-01: on the 1st
2026-12-01: from the first please, cancel it
2026-12-01: cancel on the first of next month
2027-04-01: on the first of April, please cancel
2027-02-02: Feb 2nd, cancel it
2027-02-02: close the account on 2 Feb 2027
2027-05-03: cancel from 3 May
2027-05-03: please terminate on May 3
2027-05-31: until 31 May, then cancel
2027-05-31: Keep it until May 31st and then close it
2027-01-15: through January 15, then cancel
2026-12-24: terminate my subscription Dec 24
2026-12-24: terminate my subscription on Thursday, December 24
2027-06-30: I'd like to cancel my plan, username oaks, as of 30 June 2027; too expensive
2026-10-31: cancel as of October 31, 2026
2027-06-30: cancel on 31 March, no sorry, 30 June
2027-03-01: Cancel my plan on January 30, no wait, March 1
2027-03-31: Cancel the SMS add-on right away, and the whole account on March 31, 2027.
2027-06-30: stop the add-on now and the account on 30 June
2027-05-31: Account to cease on the thirty-first of May 2027
2027-02-28: on the twenty eighth of February, cancel
soonest: I terminate with immediate effect because of the price increase
2027-03-01: I want to cancel effective January 30. No, sorry, make that March 1
2027-03-01: Cancel by Jan 30. Hmm, March 1 is better.
year_end: cancel at month end, or rather at year end
2027-02-15: Cancel on Feb 1 - scratch that, Feb 15
2027-06-30: not on 31 March but on 30 June, please cancel
2027-03-31: Can you cancel my account as of March 31?
2027-03-31: Could you please close my account on March 31?
2027-03-31: I want to cancel on March 31, is that ok?
2027-03-31: Please confirm the cancellation as of March 31, 2027
2026-12-31: We closed the shop, please cancel effective 31.12.2026
2026-12-31: cancellation date 12/31/2026
2026-12-31: Please cancel my membership no. 4711 as of 31 December 2026
2027-02-28 ~2027-03-01: cancel on February 29, 2027
2027-03-31: cancel 31 March 27
2027-03-31: My invoice of 3 November was wrong, so cancel me as of 31 March
"""

PARTS = """
month_end: end of the month
month_end: at the end of the month
month_end: cancel at the end of this month
month_end: I want to cancel by month-end
month_end: please cancel at month end
month_end: EOM please
year_end: end of the year
year_end: cancel at the end of the year
year_end: by the end of this year please close it
year_end: cancel at year-end
quarter_end: end of the quarter
quarter_end: cancel at the end of this quarter
2027-03-31: end of next quarter
2027-03-31: cancel at the end of Q1
2027-03-31: cancel at the end of the first quarter
2026-12-31: end of next month
2026-12-31: cancel at the end of next month
2027-12-31: end of next year
2027-12-31: cancel at the end of 2027
2027-01-31: by the end of January
2027-01-31: cancel by the end of January
2027-03-31: end of March
2027-03-31: cancel at the end of March
2027-03-31: I'm leaving end of March
2026-12-31: end of December
2026-12-31: the last day of December, please cancel
2027-05-15: mid-May
2027-05-15: cancel mid May
2027-03-01: beginning of March, please cancel
2027-01-31: from February on
2027-01-31: I don't need it from February on, please cancel
2027-01-31: from February on no more
2027-01-31: starting February I no longer want it
2027-02-28 ~2027-02-01: cancel in February
2027-01-31 ~2027-02-28: cancel by February
2027-01-31: before February, please cancel
2026-12-31 ~2026-12-01: cancel next month
month_end: cancel this month
2026-12-06: cancel at the end of the week
"""

RELATIVE = """
2026-12-14: in two weeks
2026-12-14: cancel in 2 weeks
2026-12-14: in a fortnight, please cancel
2026-12-14: two weeks from now please cancel
2027-02-28: in three months
2027-02-28: I want to cancel in three months
2026-12-30: in a month, please end it
2026-12-30: cancel in 30 days
2027-11-30: in a year
2027-05-30: in half a year, cancel
2026-12-01: tomorrow
2026-12-01: cancel tomorrow please
2026-12-02: the day after tomorrow
2026-11-30: today
2026-11-30: cancel today
2026-11-30: please close my account today
2026-12-11: Friday week
2026-12-11: cancel on Friday week
2026-12-04: cancel on Friday
2026-12-04: this Friday
2026-12-04 ~2026-12-11: next Friday
2026-12-04 ~2026-12-11: cancel next Friday please
2026-12-31: New Year's Eve
2026-12-31: cancel on New Year’s Eve
2026-12-24: Christmas Eve
2026-12-24: close it on christmas eve
>=2026-12-26: after Christmas
>=2026-12-26: cancel, but after Christmas
2026-12-24: cancel before Christmas
2027-01-01: on New Year's Day, cancel
"""

BOUNDS = """
>=2027-02-01: not before 1 February
>=2027-02-01: cancel, but not before 1 February
>=2027-02-01: not before February
>=2027-02-01: no earlier than February 1, please cancel
>=2027-02-01: 1 February at the earliest
>=2027-03-31: cancel on March 31 at the earliest
>=2027-04-01: cancel after 31 March
>=2027-02-01: not until February, then cancel
>=month_end: not before the end of the month
2027-03-31: cancel no later than March 31
"""

SOONEST = """
soonest: asap
soonest: cancel asap
soonest: immediately
soonest: cancel my account immediately
soonest: cancel right now
soonest: cancel right away please
soonest: as soon as possible
soonest: please cancel as soon as possible
soonest: as soon as you can, close it
soonest: effective immediately
soonest: I hereby terminate with immediate effect
soonest: at the earliest possible date
soonest: cancel at the next possible date
soonest: at the earliest opportunity please cancel
soonest: close my account straight away
soonest: stop billing me immediately
soonest: I want out at once
soonest: cancel it immediately, otherwise on March 31
soonest: cancel ASAP!!!
"""

PERIOD = """
period_end: at the end of the billing period
period_end: cancel at the end of my billing cycle
period_end: end of the contract
period_end: at the end of the term
period_end: cancel at the end of the current period
period_end: turn off auto-renew
period_end: please turn auto renewal off
period_end: switch off the automatic renewal
period_end: disable auto-renewal
period_end: don't renew
period_end: please do not renew my plan
period_end: I don't want my subscription to renew
period_end: I won't renew
period_end: no auto-renewal please
period_end: let it run out
period_end: just let my subscription expire
period_end: cancel when my paid month is over
period_end: when my subscription expires, please cancel
period_end: cancel before my next payment
period_end: cancel before it renews
period_end: cancel before the next billing date
period_end: cancel at the end of the trial
period_end: cancel after the trial
period_end: cancel after this billing cycle
period_end: stop renewing my plan
balance_used: when my credit is used up
balance_used: cancel when my balance is used up
balance_used: use up my credit
balance_used: I want to use up my credit first, then cancel
balance_used: once the balance is empty, close it
balance_used: after my credits are gone
balance_used: when the balance hits zero
balance_used: when my credit runs out
balance_used: until my prepaid balance is gone
"""

MORE = """
>=2027-04-01: do not cancel before April 1
2027-01-31: hey can u close my acct by 31 jan, thx
2027-02-28: I'd like my subscription to end on February 28
2027-02-28: Let it run till the end of Feb and then kill it
2027-01-01: pls cancel sub effective 1/1/2027
2027-01-15: I only need it until the 15th of January
2027-03-31: end my subscription on March 31
2027-03-31: end my plan at the end of March
soonest: End it now, immediately
2026-12-25: I want this gone by Christmas
2026-11-30: I'm done. Cancel today.
period_end: cancel my account at the end of my current billing cycle please
2027-01-31: Don't charge me again after January
period_end: do not auto-renew
period_end: I don't want it to renew in January
2027-01-02: cancel before January 3rd
2026-12-31: cancel on or before December 31
balance_used: I'll use up the remaining credit and then you can close it
balance_used: close it once my credit's gone
balance_used: as soon as my balance is zero please shut it
balance_used: let the credit run down
year_end: make it the end of the year
2026-12-31: the 31st
2027-01-31: january 31 works
month_end: yes, end of month
2027-02-28: no, make it Feb 28 instead
>=2027-01-02: no rush, sometime after New Year
>=2027-01-01: not before the new year
2027-04-30 ~2027-04-01: sometime in April
2026-12-14: please cancel two weeks from today
2026-12-30: cancel 30 days from now
month_end: I'd like to cancel my membership effective as of the end of this month
2027-01-31: Cancellation effective 2027-01-31
2027-01-31: Date of cancellation: 31/01/2027
2027-03-31: Please cancel my contract dated 1 April 2020 with effect from 31 March 2027.
soonest: My father passed away on October 12, please close his account immediately
2026-12-31 ~2026-12-01: next month please
2026-12-07: cancel it Monday
2026-12-07: cancel it on monday the 7th
2026-12-07: by the 7th
2026-12-31: terminate 12-31-2026
2026-12-31: cancel 12.31.2026
2027-01-31: Cancel my account on Jan. 31st.
2027-01-31: Cancel my account on Jan. 31st. Thanks
2027-01-31 ~2027-01-01: cancel Jan 2027
2027-01-31: end of Jan 2027
2027-06-30: End of Q2 2027
period_end: cancel when contract is up
period_end: when this period ends
period_end: when what I've paid for is over
period_end: at renewal
period_end: on my renewal date
month_end: I'd like it to stop at month's end
month_end: just this month then stop
2026-12-30: one more month and then cancel
2026-12-30: cancel in a month's time
2027-01-01: cancel starting Jan 1
2027-01-01: cancel beginning January 1st
2026-12-31: I won't be needing this after December 31
2027-01-31: don't need it past January
2027-01-15: I'm out by Jan 15
2026-12-20: please have it cancelled by the 20th of December
2026-12-31: the account should close Dec. 31, 2026
2026-12-31: close my account Dec 31 2026
year_end: cancel my account on the last day of the year
month_end: last day of this month
year_end: let it lapse at the end of the year
period_end: let it lapse
period_end: no renewal
period_end: please don't renew it when the year is up
period_end: stop the renewal
period_end: cancel renewal
period_end: I do not wish to renew
period_end: switch auto renew to off
period_end: can you turn off auto-renew please?
soonest: November 30, 2026. Please cancel my subscription as soon as possible.
period_end: I hereby give notice of termination effective at the end of the current contract term
soonest: terminate at the next possible date, at the latest on 31 March 2027
2026-12-31: cancel on Dec 31 or if not possible on Jan 31
2026-12-31: cancel if possible by Dec 31
2026-12-25: I want to keep it until Christmas, then cancel
balance_used: keep it going until the credit's used, then close
balance_used: once I've burned through my credit close it
2027-02-28 ~2027-03-31: charge me until March then stop
2026-11-30: cancel tonight
2026-12-06: cancel this week
2026-12-04 ~2026-12-11: cancel by next Friday
2026-12-11: cancel a week from Friday
2027-11-30: cancel in one year's time
2027-01-15: cancel around mid January
2027-01-31 ~2027-01-01: cancel some time in January
2026-12-25: cancel this Christmas
2026-12-26: cancel on Boxing Day
2027-01-01: cancel for the first of the year
2027-01-01: cancel 1st Jan
2027-01-01: cancel 1 jan 27
2027-06-05 ~2027-05-06: cancel on 5/6
2027-05-06 ~2027-06-05: cancel on 6/5/27
2027-01-13: cancel on 13/1/27
2027-01-31: cancel at 31.1.2027
2027-01-31: cancel my account on 2027/01/31
2027-02-28 ~2027-03-01: cancel on 31 Feb
>=2027-02-01: only after January 31
>=2027-01-31: earliest Jan 31
>=2027-02-01: from 1 Feb at the earliest
2027-02-01: Cancel my account from the 1st of Feb
2026-11-30: cancel from next month
2026-12-31: cancel from next year
2026-11-30: starting next month I can't pay anymore, cancel
2026-12-01: cancel on the first of the month
2026-12-01: Ich cancel that zum ersten
2027-01-31: cancel bis Ende Januar please
2027-01-31: Our lease is up, so please shut the account on January 31
2027-02-15: I'd like my membership to stop on the 15th of February
month_end: could somebody please cancel me at month's end
year_end: We shut down at year end, please terminate
quarter_end: terminate at quarter end
soonest: Just kill it right away
soonest: I want to be out of this as quickly as possible
period_end: Let the plan run out and don't renew
period_end: Please make sure it does not auto-renew
period_end: cancel once the paid period is over
period_end: at the end of what I've already paid for
balance_used: I'd like to leave after my remaining credit has been used
balance_used: keep going until the balance runs out, then close
>=2027-01-15: cancel no sooner than January 15
2027-05-31: effective May 31st I'm leaving
2027-01-31: I won't use it from February onwards, cancel please
2026-12-31: Terminate as of 12/31/26
2026-12-31: last day: Dec 31
2027-01-01: from January 1, 2027 I will not pay anymore
2026-12-15: Please close the account on 15 December, username garden-east
2026-12-14: shut it down in a fortnight
2026-12-04: cancel it this Friday
2026-12-31: cancel on NYE
2027-03-31: Cancellation: 31.3.27
2026-12-31: I'll be closing down the business on the 31st of December so cancel then
"""

NOTHING = """
I was billed on 11/03/2026 even though I cancelled on 10/28/2026
Please send the invoice for October by Friday
I need an answer today
I need to talk to a human today
Can I get a refund within 14 days?
When is my next payment?
how long does my contract run?
What happens at the end of the month?
Do I lose my credit at the end of the term?
Is there a fee if I cancel before March 2027?
My trial ends on December 5
My subscription expires in March
pause it from January to March
put my account on hold until May
I'm moving on March 1 so I need to cancel
The price goes up on January 1, so I'm cancelling
Your price increase from 1 January is ridiculous, cancel
delete my data by December 15
withdraw from the contract of 20 November 2026
please wait until tomorrow
not yet, maybe in spring
how do I turn off auto-renew?
my card expires 12/27
card 4111 1111 1111 1111 exp 03/28
My address is 12 May Street
May I cancel?
April here, I want to cancel
June Smith, june@smith.example, cancel
My name is August and I want to leave
we are open 24/7
it's been 3 months
for the last two months I haven't used it
I used it in March
in the last 30 days nothing worked
cancel within the next 2 weeks
I bought it on 12/1
renewal on 12/1 was a mistake
I was told on Monday that it'd be cancelled
Someone promised on Friday to cancel
talk to you on Monday
see you tomorrow
have a nice weekend
Merry Christmas
Happy New Year, and please cancel
Dear Sir, 30 November 2026, I hereby cancel my contract.
cancel immediately or at the end of the period
revoke my cancellation as of December 31
take back the cancellation for March 31
my cancellation of October 28, what happened to it?
Is my cancellation for December 31 confirmed?
I was promised a free month in March
I'll think about it until Friday
refund my balance immediately
cancel my account and refund my credit
2027-13-45
cancel 99/99/2027
cancel on the 32nd
room 12/31
build 3.12.2026
not on January 31
I emailed you on November 20 and got nothing back
I had cancelled effective October 1
you took money on the 15th
my account has existed since 12 March 2019
when will you charge me in December?
my number is 0151 23 12 2026
write back by Wednesday
The October invoice is missing
my son, born May 4, 2009, opened an account
three months ago I signed up
nothing but trouble in the last 3 months
I want a break starting January
Are you open on December 24?
refund me by the end of the week
Does my subscription end on 31 December or later?
I can't log in since Monday
I want to cancel
hi
cancel please
I want to end my subscription
I signed up on 3 May
I signed up on 3 May and want to cancel
you charged me on Nov 2
You charged me on Nov 2, why?
customer since 1 March 2020
I've been a customer since March 2020, please cancel
invoice of 12 November
Invoice dated 12/11/2026 is wrong
my customer number is 31.12.
My phone is 555-12-31-2026
call me at +1 202 555 0131
born on 31 December 1980
my date of birth is 12/31/1980
DOB 4/1/1975, I want to cancel
within 30 days
refund within 14 days
I cancelled on November 5
I already cancelled as of December 31
please answer by Friday
Please reply by December 15
get back to me by tomorrow
call me tomorrow
call me back immediately
please confirm immediately
I expect your answer by Friday
when does my contract end?
When can I cancel?
does my plan end on December 31?
is my subscription valid until March?
how do I cancel at the end of the month?
do I have to cancel by the end of the month?
my code is 12/31
code 311226
good morning, I want to cancel
are you open Monday to Friday?
please pause until the end of March
I'm on vacation until 15 January
$12.50 a month is too much
it costs 20 euros a year
not immediately
don't cancel at the end of the year
why was I charged on 3 November?
contract of 1 April 2019
I may want to cancel
we march on
I want my money back immediately
the first time it happened I was angry
my account was opened on May 3
24/7 support is nice
I moved in March
my husband died on November 3
I wrote to you on 12 November
I noticed today that you charged me
the email came on Nov 29
my username is march31
anna.may2027@firm.example
order number 2026-11-12
what happens if I cancel on March 31?
can I cancel at the end of the month?
either on 31 March or on 30 June
I was charged last month
three months ago I cancelled
1/2 of the features do not work
version 3.12 is bad
the invoice from May is wrong
"""


def _rows(lines: str) -> list[tuple[str, str]]:
    return [
        (wanted, text)
        for wanted, parted, text in (line.partition(": ") for line in lines.splitlines())
        if parted
    ]


@table("wanted, text", _rows(DATES + PARTS + RELATIVE + BOUNDS + SOONEST + PERIOD + MORE))
def test_the_wished_end_is_heard(wanted: str, text: str) -> None:
    assert heard(text) == wanted


@table("text", NOTHING.strip().splitlines())
def test_other_dates_are_no_end(text: str) -> None:
    assert heard(text) == "-"


@table(
    "country, wanted",
    [
        ("US", "2027-03-04"),
        ("GB", "2027-04-03"),
        ("DE", "2027-04-03"),
        ("us", "2027-03-04"),
        ("CA", "2027-04-03 ~2027-03-04"),
        (None, "2027-04-03 ~2027-03-04"),
    ],
)
def test_slashes_are_read_as_in_the_country(country: str | None, wanted: str) -> None:
    assert heard("cancel on 03/04/2027", country) == wanted


def test_a_span_covers_the_words_of_the_end() -> None:
    text = "Hello, please cancel it as of March 31st, 2027, thanks"
    end = find_end(text, "en", _TODAY)

    assert end is not None
    assert text[end.start : end.end] == "as of March 31st, 2027"


def test_dates_without_a_year_are_the_next_from_today() -> None:
    def value(text: str, today: date) -> str:
        end = find_end(text, "en", today)
        return end.value if end else "-"

    assert value("cancel on 31 March", date(2027, 3, 31)) == "2027-03-31"
    assert value("cancel on 31 March", date(2027, 4, 1)) == "2028-03-31"
    assert value("end of March", date(2027, 3, 5)) == "2027-03-31"
    assert value("cancel on the 31st", date(2027, 2, 10)) == "2027-03-31"
    assert value("in one month, cancel", date(2027, 1, 31)) == "2027-02-28"


@table(
    "piece",
    ["1", "1.1.", "habe ", "zum 31.12. ", "wenn guthaben ", "Rechnung", "kündigung zurück ", "- "],
)
def test_long_messages_take_time_in_step(piece: str) -> None:
    find_end("today", "en", _TODAY)
    assert_grows_in_step(lambda text: find_end(text, "en", _TODAY), piece, 4000)
