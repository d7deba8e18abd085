"""Words and signs by which a message says that a user name follows, or what surrounds one."""

from __future__ import annotations

import re

from phonenumbers import NumberParseException, is_possible_number, parse

EDGES = " \t\r\n.,;:!?\"'()[]<>{}„“”‚‘’«»`*…•"
_I = re.IGNORECASE
_STRONG = (
    r"(?:user[-_ ]?(?:names?|ids?)|usr|uname|log-?in[-_ ]?(?:namen?s?|id|kennung)|sign-?in name"
    r"|benutzer[-_ ]?(?:namen?s?|kennung|id)|nutzer[-_ ]?(?:namen?s?|kennung|id)|"
    r"anmelde[-_ ]?(?:namen?|kennung)"
    r"|konto[-_ ]?namen?|account[-_ ]?(?:namen?|ids?)|(?:kunden|zugangs)[-_ ]?kennung|kennung"
    r"|profil[-_ ]?namen?|profile name|nick(?:name)?|screen ?name|handle|"
    r"nom d'utilisateur|identifiant"
    r"|nombre de usuario|usuario|nome utente|gebruikersnaam"
    r"|name im system|name in (?:the|your) system|name bei (?:euch|ihnen))"
)
_WEAK = r"(?:user|log-?in|logon|benutzer|nutzer|account|konto|profil|profile)"
_MAIL = r"(?:e-?mail|mail)(?:[- ]?(?:adresse|address|id|addy))?"
_VERB = (
    r"(?:is|ist|isch|lautet|lauten|heißt|heisst|war|was|wäre|waere|would be|should be|sollte|müsste"
    r"|dürfte|might be)(?: (?:sein|be))?"
)
_SIGN = r"(?:[:=]>?|->|→|-(?= )|–(?= ))"
_FILLER = (
    r"(?:(?:also|auch|einfach|just|still|immer noch|noch immer|glaube? ich|i think|"
    r"i believe|i guess|wohl"
    r"|vermutlich|probably|wahrscheinlich|der|it's|its|ja|bei (?:euch|ihnen)|hier|dann|"
    r"uh+m?|um+|er|äh+m?|presumably|supposedly|possibly|perhaps|vielleicht|maybe"
    r"|simply|actually|eigentlich|doch|mein|my|nach wie vor|folgender|as follows|"
    r"wie folgt|please|bitte)"
    r"[:,]?\s{1,2})"
)
_BOTH = rf"\s?(?:und|and|&|\+|/)\s?(?:my |meine |die |the )?{_MAIL}"
# "user name: x", "username is x", "username and email are x"
FORWARD = re.compile(
    rf"(?<![\w-])(?:(?:{_STRONG})(?:{_BOTH})?(?:\s?\([^()\n]{{1,30}}\))?|{_WEAK})"
    rf"(?:\s?(?P<sign>{_SIGN})|['’]s(?= )|\s{{1,2}}(?:{_VERB}|are|"
    rf"sind)(?![\w-])\s?:?)\s{{0,3}}{_FILLER}{{0,3}}",
    _I,
)
# "x is my user name", "x (user name)", "x as user name"
_OWN = r"(?:mein|meine|der|unser|euer|dein|my|our|the|a|ein|your)"
REVERSED = re.compile(
    r"(?:^|(?<=[,;|\n.:!?\ue000-\ue0fe])|(?<=\sand\s)|(?<=\sund\s))\s{0,2}"
    r"(?P<value>[^,;|\n!?:\ue000-\ue0ff]{2,60}?|[\ue000-\ue0fe])\s{0,2}"
    rf"(?:\s(?:is|ist|lautet|heißt|heisst|wäre|war|was|=|as|als)\s(?:(?:auch|also|zugleich|"
    rf"both)\s)?"
    rf"(?:{_OWN}\s)?(?:{_STRONG}|{_WEAK})|[\[(](?:{_OWN}\s)?(?:{_STRONG}|{_WEAK})[\])])(?![\w-])",
    _I,
)
# Words that say how an account is called; what follows may have spaces.
CALLED = re.compile(
    r"(?<!\w)(?:log(?:ged)?(?: ?in| ?on)? (?:as|under)|sign(?:ed)? in as|"
    r"(?:ein)?loggen? (?:mich |uns )?(?:immer )?als"
    r"|(?:angemeldet|registriert|eingeloggt|eingetragen|geführt)(?: bin ich| sind wir|"
    r" bin| war ich)? (?:als|unter)|eingeloggt werde ich als|registered (?:as|under)|"
    r"signed up (?:as|under)"
    r"|melde (?:ich )?mich (?:immer )?als|(?:known|listed|filed) (?:to you )?(?:as|under)|"
    r"go(?:es)? by"
    r"|bekannt (?:als|unter)|(?:läuft|geht) (?:bei (?:euch|ihnen) )?(?:auf|unter)(?: dem namen)?"
    r"|(?:heiße|heiß|heisse|heißen) (?:ich |wir )?(?:bei (?:euch|ihnen)|dort|im system))\s{1,2}",
    _I,
)
BARE = re.compile(
    rf"(?<![\w-])(?:{_STRONG}|user|login|benutzer)(?: also)?\s{{1,2}}(?P<value>[\w][^\s,;|"
    rf"\ue000-\ue0ff]{{2,63}})",
    _I,
)
AFTER_BARE = re.compile(
    rf"\s*(?:$|[,;|.\n/&+\ue000-\ue0ff-]|(?:und|and|mit|with|pw|pwd|pass|passwor[dt]|"
    rf"kennwort|pin)\b|{_MAIL})",
    _I,
)
# After these a word in small letters is the name, if it ends the clause.
SOFT = re.compile(
    r"(?<!\w)(?:(?P<first>i'm|i am|ich bin|bin)(?! bei)|we're|we are|ich bin|wir sind|"
    r"should be|that'll be|that would be|dürfte|it's|its|it is|es ist|that's|das ist|"
    r"(?:ours|mine) is"
    r"|(?:meiner|unserer) (?:ist|lautet)|unter|under|(?P<weak>account|konto|profil|für|"
    r"for|als|as)|versuchs? mal|try|maybe"
    r"|vielleicht|müsste|glaube?(?: ich)?|i think|would be|wäre|i use|we use|ich (?:be)?nutze)"
    r"(?: (?:bei euch|bei ihnen|dort|hier|im system|in the system|wohl|probably|still|"
    r"just|einfach|called|the|der|das|die|sein|be)){0,2}"
    r"\s{1,2}(?P<value>[^\s,;|\ue000-\ue0ff]{3,64})(?=\s*(?:$|[,;|.!\n/\ue000-\ue0ff]|"
    r"(?:und|and|mit|with|but|aber|sein|heißen|to (?:sign|log)|zum (?:login|anmelden|"
    r"einloggen))\b))",
    _I,
)
QUOTED = re.compile(
    r"[\"„“”«»‚‘*`](?P<value>[^\"„“”«»‚‘’*`\n\ue000-\ue0ff]{2,40})[\"“”«»‘’*`]|"
    r"(?<!\w)'(?P<single>[^'\n\ue000-\ue0ff]{2,40})'(?!\w)"
)
VALUE_END = re.compile(
    rf"[,;|\n\ue000-\ue0ff!?\"()/•]|\.(?:\s|$)|\s[-–>]+\s"
    rf"|\s(?:und|and|mit|with|sowie|plus|aber|but|weil|because|dazu|bei)(?!\w)|"
    rf"\s(?:{_STRONG}|{_MAIL}|user|login|pw|pwd|pass|passwor[dt]|kennwort|pin)(?![\w-])",
    _I,
)
SEGMENT_END = re.compile(
    r"[,;|\n!?\"()/:•=\ue000-\ue0ff…]|\.(?=\s|$)|\s[-–>]+\s|\s(?:und|and|\+|&|mit|with|"
    r"sowie)\s",
    _I,
)
WORD = re.compile(
    r"[^\s,;:|!?\"„“”()/<>\[\]•=…\ue000-\ue0ff]*\w[^\s,;:|"
    r"!?\"„“”()/<>\[\]•=…\ue000-\ue0ff]*"
)
HANDLE = re.compile(r"[^\W_](?:[\w.&'+-]{1,62}[\w])")
CORRECTS = re.compile(
    r"(?:sondern|new|neu|now|jetzt|richtig|correct|sorry|meant|meine?|rather|nein|no|nope|"
    r"korrektur|but)\W{1,3}(?:\w+\W{1,2})?$",
    _I,
)
CLOSING = re.compile(
    r"\b(?:gr(?:uß|uss|üße|üsse|uesse|üßen|üssen)|regards|mfg|lg|vg|sincerely|cheers|"
    r"best wishes|thanks)\s*$",
    _I,
)
PERSON_BEFORE = re.compile(
    r"\b(?:mein name ist|my name is|my name's|ich heiße|ich heisse|i am called|"
    r"hier (?:ist|spricht|schreibt)|this is|here is"
    r"|name:|frau|herrn?|mrs?\.?|ms\.?|dr\.|vorname|nachname|gruß|grüße|betreff|subject|"
    r"telefon|tel\.?|firma|company|ort|straße"
    r"|city|street|name (?:is|ist)|name's|names|bin (?:die|der))\W{1,3}[^\s,;\n]*$|"
    r"\b(?:hallo|hi|hello|dear|liebe[rs]?) [^\s,;\n]*$|\b(?:hier|here|mein name|my name|"
    r"writing|speaking)\s*$",
    _I,
)
NUMBER = re.compile(
    r"#?(?:rg|re|inv|kd|kdnr|kn|knr|kto|ord|tk|cus|cust|k|r|no|"
    r"nr)?[-_.]?(?:\d[-_./]?){3,}",
    _I,
)
DETAIL_WORD = re.compile(
    rf"\b(?:{_STRONG}|{_MAIL}|user|login|tell\w*|verrat\w*|sag\w* ich|geb\w* ich|kriegt|"
    rf"kriegen|bekommt|erfahrt|giving|not saying)(?!\w)",
    _I,
)
# German infinitives and participles with a prefix: "zumachen", "angelegt".
LIKE_A_VERB = re.compile(
    r"^(?:ab|an|auf|aus|dicht|ein|her|hin|los|mit|nach|platt|raus|still|um|vor|weg|weiter|"
    r"zu|zurück|ver|be|ent|er|zer|rum|rein|fest)"
    r"(?:ge)?[a-zäöüß]{2,}(?:en|ern|eln)$|^(?:ab|an|auf|aus|ein|los|um|zu|"
    r"weg)?ge[a-zäöüß]{3,}(?:t|en|te|tes)$"
)
VOWEL = re.compile(r"[aeiouyäöüáéíóú]", _I)
# What a chat about an account is about, and keys hit at random.
TOPIC = re.compile(
    r"kündig|kuendig|kündi|wider+uf|wieder+uf|storn|lösch|rücktritt|austritt|refund|"
    r"cancel|terminat|annul|revert|eras(?:e|ure)|delet|upgrad|downgrad|discard"
    r"|abandon|disregard|undisclosed|unspecif|interrupt|export|rechnung|(?:button|"
    r"formular|status|antrag|nummer|adresse|programm|rabatt|protokoll|anfrage|begehren|"
    r"gespräch)$"
    r"|^(?:daten|probe|test|konto)\w+|^(\w)\1+$|(\w)\2\2|^(?:asd|sdf|dfg|qwe|jkl|bla|lala|"
    r"blub)\w*$|weigerung|teuer$",
    _I,
)
LIKE_A_NOUN = re.compile(
    r"(?:ung|ungen|heit|keit|aufgabe|schaft|ieren|lich|ismus|tion|tionen|ness|ingly|fully|"
    r"ately|edly|tly|lessly|usly|bly|ally|rily)$"
)
# "I reckon", "dat is": a verb, or the word before one, is no name.
VERB_THERE = re.compile(
    r"^\s*(?:i|we|ich|wir|you|ihr|sie|du)\s+(?:\w+\s+)?\w+\s*$|^\s*\w+\s+(?:ich|i|we|"
    r"wir)\s*$|^\s*(?:are|is|was|were|do|does|sind|war|wer|wie|what|who|right to)\s|"
    r"\s(?:is|ist|be|are|sind|lautet|wäre|war|was|heißt|kann|can|will|would|hat|"
    r"has)(?:\s+(?:also|auch|dann|then))?\s*$",
    _I,
)
CONTRACTED = re.compile(r"(?:'(?:s|d|ll|re|ve|m|t)|n't)$")
_NUMBERS = """
kundennummer kundennr kunden-nr kunden-nummer kdnr kd-nr rechnung rechnungsnummer rechnungsnr
vertragsnummer bestellnummer vorgangsnummer auftragsnummer ticket ticketnummer invoice customer
number no nr nummer order reference ref case id steuernummer ust-id vat telefon tel phone mobile
mobil handy
"""
NUMBERS = frozenset(_NUMBERS.split())
IN_NAMES = frozenset("the of and der die das zum zur am im & de la le".split())  # noqa: SIM905
TAIL = frozenset("ich und bitte danke aber wenn glaube and please thanks i but if".split())  # noqa: SIM905
_FILLERS = """
a also account adresse address an and auch auf benutzer benutzername bin bitte das dazu der des
die e e-mail e-mail-adresse email emailadresse für haupt-account hauptaccount hauptkonto
hauptkontos heißt heisst hi hier hallo hey hello moin servus i ich ihr im in is isch ist it it's
it´s its konto lautet login mail mail-adresse mailadresse mailto main mein meine mit my mine
name namens nutzer nutzername ok okay okey please pls plz bitteschön sind the this und unter use
user user-name username wäre waere well with zum zur his her their war was sein seine ja yes yep
yeah jo klar sure danke thanks thank thx you cheers natürlich gerne gern guten tag morgen abend
morning afternoon should there go
sign that'll that'd so also na dann then uh uhm um äh ähm er hm hmm
from von to lg mfg glaube glaub think believe guess maybe vielleicht vermutlich probably
presumably supposedly possibly nur just only am bei euch ihnen for our ours unser unsere we wir
are both beides kennung kundenkennung mailaddy addy id deren dessen sir madam sorry oh ah here
there dort again nochmal noch einmal einfach simply sonst always immer anmeldename benutzernamen
nutzernamen right genau richtig correct one that's thats would be lauten und/oder
"""
NOT_APPLICABLE = re.compile(r"n\s?/\s?a\b|/(?=\s|$)", _I)
FILLERS = frozenset(_FILLERS.split())
_REMARKS = re.compile(
    r"^\W*(?:(?:mir|mir leider|leider|uns|i|we|ich|wir|don't|dont|do|habe|hab|weiß|weiss|"
    r"kenne|kenn|keine|keinen|kein"
    r"|not|none|nicht|never|can't|cannot|no|nein|same|the same|derselbe|dieselbe|dasselbe|"
    r"gleich|identisch|wie)\b)",
    _I,
)
_LEAST_PHONE = 7


def is_remark(run: str) -> bool:
    """Whether what follows a label is a sentence about it: "user name: don't have one"."""
    return bool(_REMARKS.match(run)) and not re.match(r"\W*(?:no|the)[-_.]?\w*\d", run, _I)


def is_phone(value: str) -> bool:
    """Whether a value is dialled: it begins with 0 or +, or is written in groups."""
    digits = sum(map(str.isdigit, value))
    if digits < _LEAST_PHONE or any(map(str.isalpha, value)):
        return False
    if value.lstrip("( ")[0] not in "+0" and value.isdigit():
        return False
    try:
        return is_possible_number(parse(value, "DE")) or is_possible_number(parse(value, "US"))
    except NumberParseException:
        return False
