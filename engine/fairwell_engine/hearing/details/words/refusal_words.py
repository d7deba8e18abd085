"""Kinds of words that make a refusal: negations, knowing, having, telling, and what it is about."""

from __future__ import annotations

import re

from fairwell_engine.hearing.details.words.light import LIGHT
from fairwell_engine.hearing.details.words.withholding import PROTECTION, REFUSES

_I = re.IGNORECASE
FEW = 5
WORD = re.compile(r"[^\W\d_][\w'’-]*")
CLAUSE_END = re.compile(
    r"[.!?;\n,:|•()\"„“”]+|\s[-–/]\s|[\ue000-\ue0ff]"
    r"|\s(?:aber|but|sondern|dafür|jedoch|though)(?=\s)|\s(?:und|and)(?=\s)(?!\s(?:die |"
    r"den |the |my |meine |no |keine? |keinen )?(?:e-?mail|mail|user|benutzer|nutzer|"
    r"login))",
    _I,
)
COMPLEMENT = re.compile(
    r"(?:welche[rsnm]?|wie|was|wo|wer|ob|womit|unter|mit|which|what|how|where|whether|if|"
    r"who|why|warum|wann|when|dass|that|um|the one"
    r"|(?:den|die)(?! (?:weiß|weiss|kenne?|habe?) ich))\b",
    _I,
)
NAME_WORDS = re.compile(
    r"\b(?:(?:user|benutzer|nutzer|anmelde|login|log-in|konto|account|"
    r"profil)[- _]?(?:namens?|names?|kennung|id)"
    r"|usernames?|userid|user|login|log-in|kennung|kundenkennung|nick(?:name)?|handle|"
    r"namen?|names?)\b",
    _I,
)
EMAIL_WORDS = re.compile(
    r"\b(?:e-?mail|mail|e-?mail-?(?:adressen?|address|id)|mail-?(?:adressen?|address|id)|"
    r"adressen?|address)\b",
    _I,
)
BOTH = re.compile(
    r"\b(?:beide[srn]?|both|either|neither|weder|any of (?:it|that|this|those|them)|"
    r"none of (?:it|that|this|those|them))\b",
    _I,
)
NEGATION = re.compile(
    r"\b(?:nicht|nich|net|ned|nit|ned|nöd|nix|nichts|nie|niemals|nimmer|kein\w*|ohne|"
    r"weder|nein|nee|nö|not|no|never|none|nothing|nope"
    r"|neither|nor|without|cannot|\w+n['’]t|dont|doesnt|didnt|cant|wont|wouldnt|couldnt|"
    r"havent|hasnt|isnt|aint|shouldnt|keins)\b",
    _I,
)
# Knowing, remembering, finding.
KNOWS = re.compile(
    r"\b(?:weiß|weiss|weis|weißt|wissen|wüsste|wusste|gewusst|waas|woaß|kenn\w*|gekannt|"
    r"bekannt|erinner\w*|gemerkt|merken|merk|einfallen|einfällt|fällt"
    r"|parat|auswendig|find\w*|gefunden|kopf|hand|griffbereit|notiert|aufgeschrieben|"
    r"muss ich passen|komm\w* .*drauf|gehört|untergekommen|kr(?:ieg|ege)\w* .*zusammen|"
    r"schlau|schimmer|ahnung|dunst|"
    r"sagt mir"
    r"|know\w*|knew|remember\w*|recall\w*|recollect\w*|find|found|idea|clue|foggiest|"
    r"faintest|slightest|recollection|memory"
    r"|wrote|written|hear[d]?|top of my head|come to (?:me|mind)|noted|think of|"
    r"come up with|place it|look it up|tell you what)\b",
    _I,
)
TELLS = re.compile(
    r"\b(?:sag\w*|gesagt|geben?|geb|gib|gebt|(?:heraus|raus|her|an|preis)(?:geb\w*|"
    r"rück\w*|gegeben)|rücke?n?|rückt|verrat\w*|verrät|nenn\w*|preisgeb\w*|mitteilen|"
    r"mitzuteilen|teilen?|teilt|teile|angeben|anzugeben|angegeben"
    r"|kriegt|kriegst|kriegen|bekommt|bekommst|bekommen|erfahr\w*|herausfind\w*|"
    r"angaben (?:mache|machen|macht)|answer|explain|beantwort\w*|antworte|erteil\w*|verrietest|"
    r"eintipp\w*|schreib\w*|tipp\w*|liefer\w*|überlass\w*|offenleg\w*|lege? offen|"
    r"hinterlass\w*|rausrück\w*|anvertrau\w*"
    r"|tell\w*|told|say\w*|giv\w*|gave|shar\w*|disclos\w*|provid\w*|hand|reveal\w*|"
    r"stat(?:e|es|ing)|divulg\w*|type|typing|submit\w*|write"
    r"|supply\w*|offer\w*|pass|release|having it|you (?:really |do )?(?:do not|don'?t|"
    r"won'?t) need|brauch(?:t ihr|en sie))\b",
    _I,
)
HAS = re.compile(
    r"\b(?:hab\w*|hat\w*|gibt|gibts|gab|existier\w*|besitz\w*|vorhanden|bekommen|erhalten|"
    r"gekriegt|vergeben|angelegt|benutz\w*|nutz\w*|brauch\w*|verwend\w*"
    r"|have|has|had|got|get|given|exist\w*|own|use|used|received|set|chose|created|"
    r"there is|there's|there was|ever)\b",
    _I,
)
PRONOUN = re.compile(
    r"^(?:so etwas|sowas|so was|such a thing|that sort of thing|einen solchen|"
    r"sowas wie das)\b"
    r"|^(?:die|den|das) hab\w* (?:ich|wir) (?:leider |auch |selbst )?(?:nicht|nich|net) mehr\W*$"
    r"|\b(?:don'?t|do not) have (?:that|this|it)(?: one)? any ?more\W*$"
    r"|\b(?:have|had|has|got|had|hab\w*|hatt\w*|gibt|gibt's|"
    r"gibts) (?:\w+ ){0,4}(?:one|ones|any|it|either|such a thing|keine[nrs]?|keins|nicht|"
    r"nix|net|sowas|so etwas|anything like (?:that|it)|anything of the (?:kind|sort)|"
    r"nothing (?:like|of the) (?:that|kind|sort))(?! mehr)(?: of (?:those|these|them)|"
    r" anymore| either| davon| sowas)?\W*$",
    _I,
)
# "no user name from me", "the e-mail not": withheld rather than missing.
FROM_ME = re.compile(
    r"\b(?:from (?:me|us)|for you|von (?:mir|uns)|für (?:euch|sie)|no thanks?|"
    r"(?:e-?mail\w*|adresse|name\w*|login) (?:nicht|not|never|nie))\b",
    _I,
)
OTHER_VERB = re.compile(
    r"\b(?:funktionier\w*|geht|gehen|klapp\w*|stimm\w*|ankomm\w*|angekommen|erhalten|"
    r"bekomme|kommt|kommen|works?|working|accept\w*|receiv\w*|arriv\w*|chang\w*"
    r"|änder\w*|lösch\w*|delet\w*|kündig\w*|cancel\w*|falsch|richtig|correct|wrong|gleich|"
    r"same|different|anders|mehr wollen|log(?:ge)?)\b",
    _I,
)
# No negation needed.
UNKNOWN = re.compile(
    r"\b(?:(?<!auf )vergessen(?! (?:wir|werden|sie|bitte))|verlegt|"
    r"hab\w* (?:\w+ ){0,4}verloren|verschwitzt|verschlampt|entfallen|unbekannt|"
    r"keine? ahnung|kein(?:en)? (?:plan|schimmer|dunst|peil)"
    r"|k\.?a|(?<!be )forgot(?:ten)?(?! about)|(?:i|i've|i have|we|we've|have) lost|"
    r"misplaced|unknown|unsure|not (?:quite |really |too )?sure(?! (?:if|whether)\b)|idk|"
    r"dunno|dont know|clueless|escapes? me|slipped|"
    r"gone (?:\w+ )?out of my (?:head|mind)|beats me|"
    r"who knows|wer wei(?:ß|ss)|search me|no idea|no clue"
    r"|(?:drawing|draw|drew) a blank|can only guess|your guess|überfragt|"
    r"weiß der (?:geier|kuckuck|teufel|himmel)|da bin ich raus|muss ich passen|"
    r"müsste (?:ich )?(?:erst )?(?:nach|suchen|fragen)\w*"
    r"|müsste (?:meine|den|die) .*fragen|(?:i'd|would) (?:have|need) to (?:ask|check|"
    r"look)|(?:that's|that is|das ist) (?:all|alles),? (?:i know|was ich weiß)|"
    r"keine angaben?|entzieht sich"
    r"|not on me|am schauen|finde ich nirgends|schlicht weg|auf dem schlauch)\b",
    _I,
)
# "no idea what you are doing": what is not known is something else.
ELSEWHERE = re.compile(
    r"\b(?:wie|was|wo|ob|warum|wieso|wann|wohin|what|how|where|whether|if|why|when|who)"
    r"(?:\s+|(?<=\bob)$|(?<=\bif)$)"
    r"(?!(?:it|that|das|der|die|es|one|ones|ich|i|we|wir|we'd|i'd)\b.{0,20}\b(?:was|is|"
    r"war|ist|were|heißt|hieß|lautet\w*|used|use|put|gave|entered|genommen|angegeben|"
    r"eingegeben|chose|picked|called)\b|it\b|der\b|you call)"
    r"|\b(?:habt ihr|haben sie|have you|you have|you've|they have|hast du)\b",
    _I,
)
# "no mail yet", "keine E-Mail bekommen": a mail that did not come.
NOT_COME = re.compile(
    r"\b(?:noch keine?|so far|yet|bekommen|bekomme|erhalten|angekommen|da|arriv\w*|"
    r"receiv\w*|gekommen|kam|kommt|came|come|got no|stunden|hours|more|want|will|"
    r"möchte)\b",
    _I,
)
# A wish is not a refusal whatever its words: "delete my data under GDPR".
WISHES = re.compile(
    r"\b(?:lösch\w*|delete|erase|auskunft|access request|kündig\w*|cancel\w*|zahl\w*|"
    r"pay\w*|einloggen|anmelden|log ?in (?:any|to)|passwor[dt]\w*|newsletter|bezahl\w*|"
    r"abgebucht|charged|billed)\b(?<!angemeldet)",
    _I,
)
WANTS_NOT = re.compile(
    r"(?:nein |nee |nö |no )?(?:das )?(?:will|möcht\w*|mag|mog) (?:ich|wir|"
    r"i)(?: das)?(?: lieber| aber)? (?:nicht|net|ned)|i(?:'d| would)? (?:don't|do not|"
    r"won't|will not) want to|i won['’]?t|i will not",
    _I,
)
BARE_NO = re.compile(
    r"(?:leider |sorry |nein |no |nee |nö |na )?(?:nein|nicht|no|nope|nah|never|nö|nee|"
    r"none|kein\w*|nichts|nix|niemals|nie|no thanks?(?: you)?|nein danke|n/?a|"
    r"gibt'?s nicht|gibt es nicht|lieber nicht|rather not|not that|die nicht|den nicht|"
    r"not really|doesn't exist|no way|\?+|-+)(?: danke| thanks| da| vorhanden| bekannt|"
    r" mehr)?",
    _I,
)
# What belongs to a refusal is no other topic.
CLASSES = re.compile(
    "|".join(part.pattern for part in (REFUSES, UNKNOWN, KNOWS, TELLS, PROTECTION)), _I
)


def is_light(word: str) -> bool:
    """Whether a word says nothing of another topic: details, functions, verbs of the refusal."""
    return word in LIGHT or NEGATION.fullmatch(word) is not None
