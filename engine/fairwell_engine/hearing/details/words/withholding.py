"""Words that withhold a detail by themselves: "none of your business", "on file", "GDPR"."""

from __future__ import annotations

import re

_I = re.IGNORECASE
REFUSES = re.compile(
    r"\bgeh(?:t|en|ts)\b.{0,30}\b(?:nix|nichts|nen? (?:feuchten|scheiß|dreck)\w*|"
    r"einen (?:feuchten|scheiß|dreck)\w*)\b(?: an)?|\b(?:ist|sind|bleib\w*|doch|it's|is|"
    r"are|that's|stays?|alles|strictly|streng) (?:\w+ ){0,2}(?:privat|private|personal|"
    r"geheim|vertraulich|confidential|secret|classified)\b|^(?:privat|private|personal|"
    r"geheim|vertraulich|confidential|secret|top secret|classified)$|\bprivatsache\b|"
    r"\bgeheimnis\b"
    r"|\b(?:i|we|ich|wir|i'll|must|have to) (?:\w+ )?(?:refuse|decline|verweigern?|"
    r"lehnen?)\b|\bverweigere?n? (?:ich|wir)\b|\b(?:angaben?|auskunft|aussage|"
    r"antwort) (?:\w+ )?verweiger\w*|\bverweiger\w* (?:ich |wir )?(?:die|"
    r"jede) (?:angaben?|auskunft|aussage)|^(?:verweigert|refused|declined|verweigere|"
    r"refuse|decline)$"
    r""
    r"|\bkeep\w* (?:[\w-]+ ){0,5}(?:to|for) (?:my|our)self|\bkeep(?:ing)? (?:that|it|this|"
    r"those|them) (?:private|secret|to)"
    r"|\bnone of (?:you|ur|your|yer)\w*(?: \w+)? (?:business|concern|beeswax|damn)|"
    r"\b(?:is|are|it's|that's|stays?|remains?) (?:my|our) (?:own )?(?:business|affair|"
    r"secret)\b|\b(?:nobody|no one|noone)(?:'s|s)? (?:else's )?(?:business|concern)\b|"
    r"\bgeht (?:niemanden?|keinen)\b.{0,12}\ban\b|\bmind (?:your|ur)\b|\b(?:talk|speak|"
    r"write) to (?:my|our) (?:lawyer|solicitor|attorney)\b|\b(?:über|an|mit) (?:meinen?|"
    r"unseren?) anwalt\b|\b(?:stay|remain|bleiben?|be) anonym(?:ous)?\b|"
    r"\banonym(?:ous)? (?:stay|remain|bleiben?)\b|\bnot (?:obliged|obligated|required|"
    r"going) to (?:tell|say|give|share|disclose)\b|\bnicht verpflichtet\b|"
    r"\bnot your (?:business|concern)"
    r"|\bno(?:t|pe)?[, ]+(?:not )?(?:without|unless|until)\b|\bnicht ohne\b|\b(?:nur|erst|"
    r"only) (?:mit|gegen|nach|auf|with|against|after)\b.{0,30}\b(?:beschluss|anordnung|"
    r"anwalt|vollmacht|order|warrant|lawyer|court)\b"
    r"|\b(?:court order|gerichtsbeschluss|richterlich\w*)\b"
    r"|\b(?:leave|lass\w*) (?:\w+ ){0,3}(?:out|empty|blank|open|weg|leer|offen|aus)$|"
    r"\bbleibt (?:leer|offen|frei)\b|\b(?:private|personal|family) matter\b|\b(?:too|"
    r"zu) (?:personal|private|persönlich|privat)\b|\bbetween me and\b|"
    r"\b(?:hard )?pass on that\b|^(?:no|keine) (?:answer|entry|info|information|details|"
    r"data|comment|antwort|eintragung|infos?|daten|auskunft)$|\bfor me to know\b|"
    r"\bno comment\b|\bkein kommentar\b|\bbehalten?\b.{0,40}\bfür (?:mich|uns)\b|"
    r"\bfür (?:mich|uns) behalten\b|\b(?:bleibt|bleiben) (?:bei mir|mein geheimnis|"
    r"meine sache|unter verschluss|privat|geheim)"
    r"|\benough (?:of )?(?:my |our )?(?:data|info\w*|details)\b|"
    r"\bgenug (?:von )?(?:meine\w* )?(?:daten|infos)\b"
    r"|\b(?:habt|haben|hast|kennt|kennen|wisst|wissen) (?:(?:ihr|sie|"
    r"du) )?(?=.{0,40}\b(?:daten|angaben|alles|beides|das|die|es|adresse|"
    r"namen?)\b)(?=.{0,40}\b(?:doch|schon|bereits|eh|längst|ja)\b)"
    r"|\b(?:it's|its|that's|they're|everything's|all|it is|they are|already|have (?:it|"
    r"them|that)) (?:\w+ )?(?:on|in) (?:file|record|your (?:system|records|files|"
    r"database))\b|\b(?:you|u)(?:'ve| have)? (?:had|have|got) (?:it|them|that|those|all|"
    r"these|my|our|everything|both)\b.{0,20}\b(?:already|for (?:years|ages|months)|on|"
    r"all along)\b|\bsteht\b.{0,12}\balles\b.{0,12}\bin (?:euren|ihren|eurer|ihrer)\b|"
    r"\b(?:habt|haben|kennt|kennen) (?:ihr|sie)\b.{0,12}\b(?:doch|längst|bereits|schon)\b|"
    r"\b(?:you|u) (?:already |should |must |do )+(?:have|know|got|hold) (?:it|them|that|"
    r"those|all|my|our|everything|both)\b|\byou(?:'ve| have) (?:already )?got (?:it|that|"
    r"them|all|my|our|everything)\b|\bsteht (?:alles |doch |bei euch )?in (?:euren|ihren|"
    r"eurer|ihrer)\b"
    r"|^(?:das |bitte |please |i |ich )?(?:überspringen|skip|pass|passe)\b(?: (?:it|this|"
    r"that|das|question|bitte|please))?$|\b(?:alles andere|der rest|das andere|mehr|"
    r"weiteres) (?:ist|bleibt|gibt|sag\w*|verrat\w*|nenn\w*|erfahr\w*|krieg\w*|bekomm\w*|"
    r"geb\w*)\b.{0,25}\b(?:nicht|privat|geheim|bei mir|meine sache|nichts?|nix)"
    r"|\bthat(?:'s| is|s) (?:all|everything|as much)\b.{0,12}\b(?:telling|giving|get|"
    r"saying|say|give|share|sharing|tell|getting|need)\b|\ball (?:i'm|i am|i'll|"
    r"you) (?:telling|giving|get|say|give|share|need)\w*"
    r"|\bmehr (?:gibt|kriegt|bekommt|erfahrt|bekommen|kriegen|erfahren) (?:es|ihr|sie)\b|"
    r"\bthe rest (?:is|stays|remains) (?:private|secret|mine|my|none|with me|"
    r"confidential)\b|\bnicht für (?:euch|sie|dich)\b|\bnot for (?:you|bots|robots)\b"
    r"|\b(?:(?:geb|sag|nenn|verrat)\w* (?:\w+ ){0,3}ungern|reluctant|uncomfortable|"
    r"not comfortable|^no way|auf keinen fall|keinesfalls|niemals|never ever|"
    r"over my dead body|nur über meine leiche|einen teufel)\b",
    _I,
)
# Data protection is an objection only where it is a reason or stands alone.
PROTECTION = re.compile(
    r"\b(?:wegen|aus|because of|due to|for|gegen|against|verst\w+|unterlieg\w*|fall\w*|"
    r"fällt|covered by|protected by|subject to|violat\w*|breach\w*|verletz\w*|widerspr\w+|"
    r"thanks to|ever heard of|schon mal von|schonmal)\b"
    r".{0,30}\b(?:daten(?:schutz\w*|sparsam\w*)|dsgvo|gdpr|privacy|data protection|"
    r"persönlichkeitsrecht\w*)\b"
    r"|^(?:stichwort |hallo |hello |nein |no )?(?:datenschutz|dsgvo|gdpr|privacy|"
    r"data protection|datensparsamkeit)$",
    _I,
)
# A mild refusal, if the clause says nothing else: "I'd rather not", not "I'd rather not lose it".
MILD = re.compile(
    r"\b(?:lieber|besser|eher) nicht\b|\b(?:rather|prefer|prefers|preferred) not\b", _I
)
GET_NOT = re.compile(
    r"\b(?:you(?:'ll| will)?) get (?:nothing|nowt|nada|none of)\b|\bget (?:nothing|"
    r"nowt) (?:out of|from) (?:me|us)\b|"
    r"\byou(?:'re| are|'ll| will)? (?:won't|don't|not|never|ain't|will not|"
    r"do not) (?:\w+ )?get(?:ting|tin)?\b.{0,20}\b(?:from|out of|that|those|any|my|them|"
    r"it)\b",
    _I,
)
LONE_PRIVATE = re.compile(r"(?:privat|private|personal|geheim|vertraulich|confidential|secret)", _I)
IMPERATIVE = re.compile(
    r"^(?:bitte |please |just |nur |und )?(?:geben sie|gebt|sagen sie|sagt|tell|give|get|"
    r"say|don't tell|send|schreibt|schreiben sie)\b|\bgeb\w* .*\bauf$",
    _I,
)
RHETORICAL = re.compile(
    r"\b(?:warum|wieso|weshalb|wozu|why|what for) (?:sollte?n?|should|would|the hell|"
    r"in the world|zum|soll)\b",
    _I,
)
