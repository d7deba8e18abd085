"""Clues around a date: words of ending and wishing, and those of dates that are something else.

In the tables a word stands for all words that begin with it, after the bar for itself alone;
``_`` is a space.
"""

from __future__ import annotations

import re

_Pattern = re.Pattern[str]


def _words(table: str) -> _Pattern:
    """Search for the words of a table."""
    stems, _, exact = table.partition("|")
    begins = [rf"{stem}\w*" for stem in stems.split()]
    return re.compile(rf"\b(?:{'|'.join(begins + _spaced(exact))})\b")


def _spaced(table: str) -> list[str]:
    return [word.replace("_", r"\s+") for word in table.split()]


def _behind(nouns: str, links: str, *, always: bool = False) -> _Pattern:
    """Search at the end of a text for one of ``nouns`` with one of ``links``."""
    link = rf"\s*(?:{'|'.join(links.split())}){'' if always else '?'}"
    return re.compile(rf"\b(?:{'|'.join(nouns.split())}){link}\W*(?:(?:the|dem)\s*)?$")


ENDING = _words("""
    kündig kuendig gekündig gekuendig beend auflös aufgelöst aufloes abmeld abgemeld abbestell künd
    abschalt stilllege schließ schliess geschloss aufhör aufhoer storn lösch loesch gelösch enden
    deaktivier stopp einstell austret austritt aussteig dichtmach zumach verabschied raus
    cancel terminat clos quit unsubscri delet deactivat discontinu leav cease wind kill
    | kdg kdgg weg schluss endet nicht_mehr nimmer konto_zu dicht nur_noch laufen_lassen letzter_tag
    läuft_aus auslaufen nix_mehr nichts_mehr keine_abbuchung keine_abbuchungen ist_ende nicht_weiter
    aus_dem_vertrag kunde_mehr mitglied_mehr nicht_weitermachen nicht_weiterlaufen
    end ending ended stop stopping out done gone no_longer any_more anymore opt_out give_notice
    switch_off shut pull_the_plug let_it_run only_need last_day no_more get_out
    don't_charge don't_bill don't_need won't_need won't_be_needing do_not_need
""")
NO_MORE = _words("""
    nimmer | nicht_mehr nichts_mehr nix_mehr keine nicht_weiter nicht_weitermachen
    no_more no_longer any_more anymore again don't_charge don't_bill don't_need won't_need
    won't_be_needing do_not_need
""")
# "Kein Abo mehr", "keinen Vertrag mehr": an end, whatever it is called.
NONE_LEFT = re.compile(r"\bkeine?n?\s+(?:\w+\s+){1,2}?mehr\b")
WISH = _words("""
    möcht moecht woll würd wuerd soll wünsch wunsch bitt gern hiermit beantrag erklär kündige
    wish request hereby
    | will lieber muss hätte nehme wähle want wanna would like please need let i'd we'd he'd she'd
    gonna going_to plan planne pls plz must should make set schedule choose take
""")
BIRTH = _words("gebor geburts birth | geb born dob b_day")
REPLY = _words("""
    antwort rückmeld rueckmeld meld bestätig bestaetig eingangsbestät anruf angeruf rückruf rueckruf
    zurückruf zurückgeruf erreich erstatt rückerstatt rückzahl rücküberweis
    zurücküberweis überweis ruf prüf überleg nachdenk entscheid
    repli reply respon answer confirm callback refund reimburs decid think
    | geld_zurück warte warten gedulden schicken sende zusenden termin_für frist_für
    call get_back hear_back hear_from ring phone reach money_back let_me_know wait feedback send
    deadline
""")
PAUSE = _words("""
    paus unterbrech ruhen stillleg urlaub ferien suspend freez
    | on_hold vacation holiday away
""")
EVENT = _words("""
    preis teurer erhöh zieh umzieh umzug wechs anbieter gestorb verstorb increas provider mov
    | price goes_up passed died
""")
FACT = _words("""
    umzieh neu | läuft laeuft endet verlängert gilt gültig bezahlt vorausbezahlt fällig beginnt geht
    ziehe valid runs ends renews expires expire lasts paid is_due started starts move moving
""")
RUNS = _words("verläng | endet läuft renews ends expires runs")
HOURS = _words("""
    öffnungszeit sprechzeit feiertag | uhr geöffnet opening o'clock hours hotline besetzt
""")
REPEATED = _words(
    "monatlich jährlich | jede jeden jeder jedes jedem every each monthly yearly always immer"
)
NEGATION = _words("nicht | not no")
PAST = re.compile(
    r"\b(?:habe?|haben|hatten?|hat|wurden?|war|bin|worden|ist|sind)\b.*\b(?:ge\w{3,}(?:t|en)|"
    r"(?:abge|ange|einge|ausge|aufge|über)\w+|be(?:zahlt|stellt|kommen|antragt|stätigt|gonnen)|"
    r"er(?:halten|öffnet|stellt)|ver\w+t|registriert|abonniert|storniert|unterschrieben)\b|"
    r"\b(?:ge\w{4,}t|(?:abge|ange|einge)\w+|be(?:zahlt|stellt|kommen))\s+"
    r"(?:habe|hatte|haben|wurde|worden)\b|"
    r"\b(?:signed|joined|charged|paid|started|registered|bought|ordered|subscribed|received|wrote|"
    r"called|emailed|sent|opened|billed|were|renewed|took|noticed|began|made|upgraded|switched|"
    r"debited|got|told|spoke|became|requested|asked|posted|moved|died|passed|used|tried|went|broke|"
    r"failed|worked|promised|said|heard|had|last(?!\s+day))\b|"
    r"\b(?:i|we|already|was|were|been|have|has)\s+(?:already\s+)?"
    r"(?:cancell?ed|terminated|closed|ended|quit)\b|"
    r"\b(?:begann|startete|kündigte|bestellte|bezahlte|schrieb|verstorben|starb|letzten?(?!\s+tag))\b"
)
DATA = re.compile(
    r"\b(?:daten|data)\b.*\b(?:lösch|delete|erase)|\b(?:lösch\w*|delete|erase)\b.*\b(?:daten|data)\b"
)
REVOCATION = re.compile(
    r"\b(?:widerruf\w*|zurück\w*|stornier\w*|revoke|undo|withdraw|rescind|takes?(?:\s+it)?\s+back)\b"
    r".*\b(?:kündigung|cancellation|termination)\b|"
    r"\bkündigung\b.*\b(?:zurück|stornier|widerruf)"
)
REFUSAL = re.compile(
    r"\b(?:don'?t|do\s+not|not|never|won'?t|can'?t)\s+(?:\w+\s+){0,3}?"
    r"(?:cancel|terminate|close|leave|quit|delete)|\bend\s+up\b|"
    r"\bnicht\s+(?!mehr)(?:\w+\s+){0,2}?(?:kündigen|beenden|löschen|schließen)\b|"
    r"\bkündige\s+(?:ich\s+)?nicht\b|\bkeine\s+kündigung\b"
)

# What a sentence does.
CONDITION = re.compile(
    r"\W*(?:und\s+|and\s+|was\s+ist\s*,?\s*|what\s+)?"
    r"(?:wenn|falls|sofern|if|angenommen|suppose|unless)\b"
)
QUESTION = re.compile(
    r"\W*(?:(?:hallo|hi|hello|hey|und|and|aber|but|so)\W+)?"
    r"(?:wann|when|what|was|wie|how|ob|why|wieso|warum|weshalb|welche[rsnm]?|which|who|wer|wo|where|"
    r"bis\s+wann|until\s+when|ab\s+wann|zu\s+wann|is\s+it|ist\s+es|muss|do\s+(?!not)|does|did|is|are|am\s+i|"
    r"will\s+(?:my|the|it|i)|kann\s+(?:ich|man|mein|das)|can\s+(?:i|we|my)|could\s+i|may\s+i|darf|"
    r"endet|läuft|verlängert|geht|gilt|kostet|habe|hat|werde|wird|bekomme|soll|should)\b"
)
ASKED = re.compile(
    r"\b(?:wann|whether|ob|wieso|warum|why|how\s+(?:do|can|much)|wie\s+(?:kann|viel|lange)|"
    r"when\s+(?:do|does|is|will|can))\b"
)
POLITE = re.compile(
    r"\b(?:bitte|please|pls|plz|könn(?:en|ten)\s+sie|kannst\s+du|könntest|würden\s+sie|könnt\s+ihr|"
    r"(?:can|could|would|will)\s+(?:you|someone|u)|ich\s+(?:möchte|will|würde|kündige)|"
    r"i\s+(?:want|would|wish)|i'd)\b"
)

# What stands right before a date.
LABEL = re.compile(
    r"(?:nummer|nr|numbers?|\bno|code|telefon|tel|handy|mobil|phone|fax|iban|referenz|reference|\bref|"
    r"\bid|ticket|aktenzeichen|\bpin|plz|kennung|benutzername|user\s?name|passwor[td]|version|#|"
    r"room|zimmer|build|hausnummer|\bexp|gültig\s+bis|valid\s+(?:until|to|thru))"
    r"[\s.:#-]*(?:ist|lautet|is|was|war)?[\s.:#-]*$"
)
DATE_LABEL = re.compile(
    r"(?:kündigungsdatum|kündigungstermin|wunschtermin|wunschdatum|enddatum|vertragsende|kündigung|"
    r"end\s?date|cancellation(?:\s?date)?|termination(?:\s?date)?|last\s?day|letzter\s?tag|termin|"
    r"datum|date|zeitpunkt|effective|ende|austritt|austrittsdatum)"
    r"(?:\s+(?:ist|is|soll|wäre|sein|should|be|would|der|the))*\s*[:=–-]?\s*$"
)
DOCUMENTS = (
    _behind(
        r"\w{0,20}rechnung(?:en)? beleg mahnung schreiben brief e-?mails? mails? nachricht"
        r" invoices? bills? receipts? orders? statements? letters? messages? bestellung auftrags?"
        r" anmeldung registrierung vertragsschluss vertragsbeginn vertragsabschluss beginn"
        r" start startdatum kauf kaufs"
        r" purchase signup anruf gespräch kontoauszug preiserhöhung preisanpassung"
        r" erhöhung umzug increase rise move",
        "vom von of from dated on am ab zum datum date",
    ),
    _behind(
        r"(?<!keine\s)(?<!no\s)(?<!stop\s)(?:\w{0,20}(?:abbuchung|zahlung)(?:en)?|lastschrift|"
        r"payments?|charges?|debits?|buchung)",
        "vom von of from dated on am ab zum datum date",
    ),
    _behind(
        "vertrags? vertrages contract agreement agb terms widerrufs? kündigung cancellation",
        "vom von of dated",
        always=True,
    ),
)
GREETING = re.compile(
    r"\b(?:schöne[nrs]?|frohe[s]?|fröhliche|merry|happy|nice|gute[ns]?|good|great|besinnliche)\s*$"
)

# What stands between two dates.
EITHER = re.compile(
    r"\b(?:oder|or|bzw|beziehungsweise)\b(?!\W+(?:if|falls|wenn|else|sonst|so|besser|lieber|eher|vielmehr|doch|rather|better|no|actually)\b)"
)
INSTEAD = re.compile(
    r"\b(?:sondern|lieber|doch|nein|sorry|vielmehr|besser|korrektur|quatsch|stattdessen|meine|also|"
    r"sprich|moment|instead|rather|no|actually|mean|wait|but|make\s+that|namely"
    r"|scratch\s+that|vergiss|vergessen\s+sie)\b"
)
# Between a date and the one that stands for it instead, whatever its own words are.
CORRECTS = re.compile(
    r"\b(?:no|sorry|wait|oops|scratch\s+that|make\s+(?:it|that)|i\s+mean|correction|nein|moment|quatsch|korrektur|ups"
    r"|ich\s+meine|besser)\b"
)
# "..., and the whole account on March 31": a clause whose verb stands in the one before.
ACCOUNT_ALONE = re.compile(
    r"\W*(?:(?:then|dann|erst|only|ganze|ganzen|whole|entire|rest|restliche|my|mein|meinen|our|unser"
    r"|unseren|the|das|den|der|von|of|it|all)\W+)*(?:account|konto|vertrag|abo|contract|plan"
    r"|subscription|rest|everything|alles)\b"
    r"(?:\W+(?:then|dann|erst|only|please|bitte|on|by|from|until|as|of|zum|am|per|ab|bis))*\W*"
)
# Behind a date that another one was named before.
IS_BETTER = re.compile(
    r"\W{0,3}(?:is|would\s+be|works|suits|ist|wäre|passt|gefällt)\s+(?:\w+\s+){0,2}(?:better|besser)\b"
)
SECOND = re.compile(
    r"\b(?:hilfsweise|ersatzweise|ansonsten|andernfalls|alternativ|sonst|spätestens|statt|anstatt|"
    r"anstelle|nicht\s+erst|otherwise|alternatively|failing\s+that|at\s+the\s+latest|instead\s+of|"
    r"rather\s+than|or\s+else)\b\W*(?:\w+\W+){0,3}$"
)
