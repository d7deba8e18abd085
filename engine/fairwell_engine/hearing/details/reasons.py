"""The words that give a reason for leaving beside the details of an account."""

from __future__ import annotations

import re

from fairwell_engine.hearing.details.refusals import is_refusal

_I = re.IGNORECASE
_EDGES = " \t\r\n.,;:!?-–—/|\"'„“”()…"
_SENTENCE = re.compile(r"[\n;|•()\ue000-\ue0ff]|[.!?](?=\s|$)|\s[-–/]{1,2}\s")
_MARKED = re.compile(
    r"(?<!\w)(?:(?P<kept>weil|wegen|aufgrund|da (?=(?:ich|wir|ihr|sie|es|das|der|die|"
    r"mein\w*|unser\w*|uns|mir)\b)|because of|due to|owing to|on account of)"
    r"|(?P<dropped>because|cuz|coz|'cause|cause|since (?=(?:i|we|you|my|our|it|the|"
    r"this)\b)|(?<!far )(?<!soon )(?<!long )(?<!well )as (?=(?:we|i|you|my|"
    r"our)(?:'\w+)? (?!user|login|mail|e-?mail|name))|denn (?=\w+ )"
    r"|(?:grund|begründung|kündigungsgrund|(?:the )?reason(?: for \w+)?)(?:\s?:|"
    r" ist(?:,? dass)?| is(?: that)?| war| was|,)))\s?",
    _I,
)
_LABEL_AHEAD = re.compile(
    r"[,;]?\s(?:und |and |my |mein\w* |the |die |der )?(?:user(?:[- ]?name)?|"
    r"benutzer(?:name)?|nutzername|login|e-?mail(?:[- ]?adresse)?|mail(?:[- ]?adresse)?|"
    r"account|konto)\s?(?::|is|ist|lautet|=)|[,;]\s(?=(?:danke|bitte|thanks|please|gruß|"
    r"grüße|regards)\b)",
    _I,
)
# Without "because": what people leave for, as whole clauses.
_LEAVING = re.compile(
    r"\b(?:zu (?:teuer|kompliziert|langsam|umständlich)|teuer\w*|too (?:expensive|pricey|"
    r"complicated|slow|much money)|expensive|pricey|cheaper|günstiger|billiger|overpriced"
    r"|(?:ab|über)gebucht|abgerechnet|abgezockt|abzocke|berechnet|kassiert|overcharg\w*|"
    r"charged|billed|billing me|double[- ]billed|scam\w*|betrug\w*|betrogen"
    r"|(?:geschäfts|betriebs|praxis|vereins)?(?:aufgabe|auflösung|schließung)|geschlossen|"
    r"schließe\w*|schließt|aufgelöst|aufgegeben|insolven\w*|pleite|bankrupt\w*|"
    r"liquidat\w*|closed|closing|shut(?:ting)?|dissolved|disbanded|folded|wound up|"
    r"out of business"
    r"|retir\w*|rente|ruhestand|pension\w*|verkauft|verkaufen|übernommen|sold|selling|"
    r"bought by|taken over|acquired|merged|fusion\w*"
    r"|(?:nutz|brauch|verwend|benutz|benötig)(?:e|en|t|te|ten)? .{0,40}\b(?:nicht|nie|"
    r"kaum|kein\w*|nimmer|selten)\b|\b(?:nicht|nie|kaum|"
    r"kein\w*) (?:mehr )?(?:\w+ ){0,2}(?:genutzt|benutzt|gebraucht|verwendet|benötigt)"
    r"|(?:don'?t|do not|no longer|never|hardly|barely|didn'?t|rarely|"
    r"not) (?:\w+ )?(?:need\w*|us(?:e|ed|ing)|requir\w*|send|sent)\b|no (?:more )?(?:use|"
    r"need) (?:for|of)\b|unused"
    r"|wechs(?:eln?|le)\b|gewechselt|umgestiegen|steigen? (?:\w+ )?um|switch\w*|mov(?:ed|"
    r"ing) (?:to|on|over|away)|migrat\w*|gone? (?:over )?(?:to|with)|going with|"
    r"anderen? (?:anbieter|tool|lösung)|another (?:provider|tool|service|platform)"
    r"|unzufrieden|enttäuscht|schlecht\w*|mies\w*|katastroph\w*|unzuverlässig|fehlerhaft|"
    r"buggy|bugs?|unreliable|dissatisf\w*|unhappy|disappoint\w*|terrible|awful|rubbish|"
    r"poor|crash\w*|(?:not|n't|nicht) (?:work\w*|reliable|funktionier\w*|good|going)|"
    r"funktioniert (?:nicht|nie|nix)|going (?:badly|not)"
    r"|kein(?:e|en)? (?:geld|zeit|bedarf|kunden|interesse|umsatz)|no (?:money|time|budget|"
    r"customers|clients|interest)|can(?:'|no)?t afford|cannot afford|afford\w*|sparen|"
    r"einsparen|cutting costs|save money|budget|lohnt|worth"
    r"|verstorben|gestorben|tot|died|passed away|deceased|krank\w*|illness|sick|baby|"
    r"umzug|umgezogen|ziehen? (?:\w+ )?(?:weg|um)|emigrat\w*|project (?:is |has )?(?:over|"
    r"ended|done)|projekt (?:ist )?(?:beendet|vorbei|zu ende)|season (?:is )?over|"
    r"macht jetzt|selber|ourselves|in-house|inhouse|too many|zu viel\w*|spam)\b",
    _I,
)
_NOT_A_REASON = re.compile(
    r"\?\s*$|\byou (?:do not|don'?t|won'?t) need\b|\bbrauch(?:t ihr|en sie)\b|"
    r"\b(?:e-?mail|mail|user ?name|benutzernamen?|nutzernamen?|login|rather not|address|"
    r"adresse|warum|wieso|why)\b"
    r"|\b(?:sag|verrat|nenn|telling|give you|geb ich|get enough)\w*",
    _I,
)
# Any statement of three words and more that is about neither the account nor the chat.
_STATES = re.compile(
    r"(?:(?:wir|ich|ihr|uns|mir|unser\w*|mein\w*|your|eure?|we|we've|we're|i|i've|i'm|you|you've|our|"
    r"my|it|it's|the|this|der|die|das|es|support|"
    r"niemand|nobody|nothing|nichts|keiner|too|zu|no|kein\w*)\s+\S+(?:\s+\S+)+|(?:aus|"
    r"for)\s+.{0,20}(?:gründen|grund|reasons?))$",
    _I,
)
_ABOUT_ACCOUNT = re.compile(
    r"\b(?:konto\w*|account\w*|namen?|name|daten|details|inhaber\w*|owner|angelegt|"
    r"set (?:it|this|that) up|kund\w+|customer\w*|registriert\w*|registered|angemeldet|"
    r"signed|"
    r"weiß|know|kenne|remember\w*|erinner\w*|glaube|think|believe|suppose|guess|hope|"
    r"hoffe|brauche?n? sie|ist das|reicht|enough|schick\w*|send|möchte\w*|will|want\w*|"
    r"would|like|"
    r"bitte|please|antwort\w*|reply|moment|hier|here|danke\w*|thank\w*|frau|mann|wife|"
    r"husband|sohn|son|tochter|daughter|chef|boss|seit|since|nummer|number|heiße?|called|"
    r"richtig|correct|right|both|beide\w*|adresse\w*|schreib\w*|geschrieben|written|"
    r"spelled|spelt|word|wort|zeichen|sign|first|erste\w*|second|zweite\w*|eine?r? von|"
    r"one of|"
    r"confirmation|bestätig\w*|tell\w*|telling|sag\w*|privat\w*|firma|company is|"
    r"benutz\w*|user\w*|log\w*|einlogg\w*|old|alte?\w*|new|neue?\w*|same|gleiche?\w*|sure|"
    r"sicher|all|alles|rest|finden?|find|"
    r"last year|changed|geändert|got|one)\b",
    _I,
)
_LEAD = re.compile(
    r"^(?:(?:und|and|aber|but|also|so|kündigen|kündigung|cancel\w*|bitte|please|deswegen|"
    r"deshalb|daher|hence|therefore|because|sorry|leider)\b[,:]?\s+){1,3}(?=\S)",
    _I,
)
_FEWEST_LETTERS = 6


def find_reason(text: str, *, statements: bool) -> str | None:
    """The clause that gives a reason, without the marks at its ends and an English "because".

    ``statements``: whether any statement counts, since all details are given beside it.
    """
    if (match := _MARKED.search(text)) and (reason := _after(text, match)):
        return reason
    for sentence, end in _pieces(text):
        if reason := _unmarked(sentence, statements=statements, leads="\ue000" <= end <= "\ue0ff"):
            return reason
    return None


def _after(text: str, match: re.Match[str]) -> str | None:
    start = match.start() if match["kept"] else match.end()
    end = _SENTENCE.search(text, match.end())
    label = _LABEL_AHEAD.search(text, match.end())
    stop = min(found.start() for found in (end, label) if found) if end or label else len(text)
    reason = text[start:stop].strip(_EDGES)
    said = text[match.end() : stop].strip(_EDGES)
    is_privacy = re.match(
        r"(?:der |des |dem )?(?:datenschutz|dsgvo|gdpr|privacy|data protection)", said, _I
    )
    return reason if len(said) >= _FEWEST_LETTERS - 2 and not is_privacy else None


def _pieces(text: str) -> list[tuple[str, str]]:
    """The sentences, each with the sign that ends it."""
    parts, start = [], 0
    for match in _SENTENCE.finditer(text):
        end = match.end() if match[0] == "?" else match.start()
        parts.append((text[start:end], match[0]))
        start = match.end()
    return [*parts, (text[start:], "")]


def _unmarked(sentence: str, *, statements: bool, leads: bool) -> str | None:
    clauses = [clause for clause in sentence.split(",") if clause.strip(_EDGES)]
    for index, clause in enumerate(clauses):
        words = _LEAD.sub("", clause.strip(_EDGES)).strip(_EDGES)
        # "my colleague says it is <address>" leads up to the address.
        apart = statements and not (
            leads and index == len(clauses) - 1 and clause.rstrip()[-1] != ":"
        )
        states = apart and _STATES.match(words) and not _ABOUT_ACCOUNT.search(words)
        said = _LEAVING.search(clause) or (states and not is_refusal(words))
        if said and len(words) >= _FEWEST_LETTERS and not _NOT_A_REASON.search(clause):
            return words
    return None


def is_leaving(word: str) -> bool:
    """Whether one word is what people leave for ("retired", "Insolvenz")."""
    return _LEAVING.fullmatch(word) is not None
