"""How customers refuse an answer, do not know, hesitate, doubt, or say why: patterns of words."""

from __future__ import annotations

import re

NO_ANSWER = re.compile(
    r"^\W*(?:ich )?(?:(?:habe?|mache?|gebe?) )?(?:da(?:zu)? )?keine (?:ahnung|angaben?|antwort)\b"
    r"|\b(?:weiß|weiss|weis) (?:ich )?(?:nicht|nich|net)\W*$"
    r"|\bno (?:idea|clue)\b|\b(?:don'?t|do not|dont) know\W*$|\b(?:rather|prefer) not\b"
    r"|\bno comment\b",
    re.IGNORECASE,
)
# Of a user name or an address one may also say "habe ich nicht"; of a reason that would be one
# ("ich habe kein Geld mehr").
DONT_KNOW = re.compile(
    r"\b(?:weiß|weiss|weis|kenne|kenn|habe|hab|finde)\b.{0,30}\b(?:nicht|nich|net|kein\w*)\b"
    r"|\bkeine[nr]? (?:ahnung|schimmer|plan|angabe)\b|\bvergessen\b|\bno (?:idea|clue)\b"
    r"|\b(?:nie|never) (?:gewusst|gekannt|gehabt|known?|knew|had)\b"
    r"|\b(?:don'?t|do not|dont) (?:know|have|remember)\b|\bcan'?t (?:remember|recall)\b"
    r"|\bforgot(?:ten)?\b|\bnot sure\b",
    re.IGNORECASE,
)
# Who says why gives a reason, whatever it is about ("because I was charged after leaving").
SAYS_WHY = re.compile(
    r"^\W*(?:(?:und|and|nur|just|simply|einfach) )?"
    r"(?:weil|wegen|da (?:ich|wir|ihr|sie|mein\w*|unser\w*)"
    r"|because|cuz|cause|due to|since (?:i|we|you|my|our))\b",
    re.IGNORECASE,
)
# On the page this neither accepts nor ends: nothing is recorded, and nothing is given up.
UNDECIDED = re.compile(
    r"^\W*(?:vielleicht|eventuell|evtl|m[öo]glicherweise|mal (?:sehen|schauen)|h+m+|[öa]hm*|naja"
    r"|maybe|perhaps|possibly|we'?ll see|not sure(?: yet)?|ich wei(?:ß|ss) (?:noch )?nicht"
    r"|i don'?t know(?: yet)?)\W*$",
    re.IGNORECASE,
)
# Neither does who wants to think first.
THINKS_FIRST = re.compile(
    r"\bsleep on (?:it|that|this)\b|\bthink (?:about|on) (?:it|that|this)\b"
    r"|\bthink (?:it|this) over\b"
    r"|\b(?:let me|need to|have to) think\b|\bmull (?:it|this) over\b|\btime to (?:think|decide)\b"
    r"|\b(?:mir|uns|noch(?:mal)?|es|das) (?:(?:noch|mal|nochmal|erst|in ruhe) )*überleg\w*"
    r"|\büberleg(?:e|en|s)?\b.{0,12}\b(?:noch|mir|uns|erst)\b|\b(?:dr[üu]ber|darüber) schlafen\b"
    r"|\bnach(?:zu)?denken\b|\bdenke? .{0,12}\bnach\b|\bbedenkzeit\b"
    r"|\bzeit zum \w*(?:denken|überlegen)\b",
    re.IGNORECASE,
)
# A pause that is not wanted; what is not wanted in "nicht kündigen, pausieren" is something else.
_GAP = r"(?:(?!k[üu]e?ndig|cancel|sondern|lieber|rather|instead|but )[^\s,.;:!?]+ ){0,4}"
REFUSES_PAUSE = re.compile(
    rf"\b(?:kein\w*|ohne|nicht|nich|net|nie(?:mals)?|no|not|never|without|don'?t|dont|won'?t|skip"
    rf"|instead of|statt|anstatt) {_GAP}\w*paus(?:e|en|ing|iere?n?|ier)\w*"
    r"|\bpaus(?:e|ing|ieren?|iern)\b (?:(?!k[üu]e?ndig|cancel)[^\s,.;:!?]+ ){0,5}"
    r"(?:nicht|nich|net|nie(?:mals)?|isn'?t|won'?t|doesn'?t)\b"
    r"|\bpaus\w+ brauche? \w+ (?:nicht|nich|net)\b",
    re.IGNORECASE,
)
SPEAKS_OF_MAIL = re.compile(r"mail|adress|address", re.IGNORECASE)
# A number beside these words is none to call.
NO_CALL = re.compile(
    r"\b(?:nicht|nie(?:mals)?|kein\w*|not|don'?t|dont|never|no)\b[^.,;!?]{0,20}"
    r"\b(?:an(?:zu)?ruf\w*|zurückruf\w*|rückruf\w*|ruf\w*|call\w*|phone|ring)\b"
    r"|\b(?:ruf\w*|call\w*)\b[^.,;!?]{0,20}\b(?:nicht|nie(?:mals)?|not|never)\b"
    r"(?! (?:vor|nach|before|after))",
    re.IGNORECASE,
)
# How much is left of what was paid in advance.
ASKS_BALANCE = re.compile(
    r"\bwie ?viel\b.{0,40}\b(?:drauf|übrig|guthaben|restguthaben)\b"
    r"|\b(?:wie hoch|was) ist\b.{0,20}\b(?:guthaben|restguthaben|kontostand)\b"
    r"|\bhow much\b.{0,40}\b(?:left|remaining|on it|on there|balance)\b"
    r"|\bwhat(?:'s| is)\b.{0,20}\bbalance\b",
    re.IGNORECASE,
)
GETS_BACK = re.compile(
    r"\b(?:zurück\w*|wieder\w*|erstatt\w*|back|refund\w*|return\w*|time|zeit|tage?|days?)\b",
    re.IGNORECASE,
)
WANTS_MONEY = re.compile(
    r"\b(?:mein|das|unser) geld\b|\b(?:my|our|the) money\b|\bmoney back\b", re.IGNORECASE
)
# An answer to "Shall I take it back?" that leaves standing what is on record.
LEAVES_IT = re.compile(
    r"\b(?:nicht|nich|net|nix|nichts|nie|kein\w*|not|don'?t|dont|never|no)\b[^.,;!?]{0,30}"
    r"(?:zur[üu]e?ck\w*|rücknahme|rückgängig|widerruf\w*|\bback\b|undo\w*|revoke\w*|revers\w*|revert)"
    r"|\b(?:keep|leave|let(?! me)|stays?|stick)\b[^.,;!?]{0,20}"
    r"\b(?:it|that|as it is|cancel\w*|stand)\b"
    r"|\b(?:bleibt|bleib|bleibe|bleiben) (?:es |ich |wir |das )?(?:dabei|so|bestehen|gekündigt)\b"
    r"|\bdabei bleib\w*|\bso lassen\b|\blass(?:en)?(?: sie)? (?:es|das|die kündigung|alles)\b"
    r"|\bdie kündigung (?:gilt|steht|bleibt)\b|\bthe \w+ stands\b",
    re.IGNORECASE,
)
WANTS_TO = re.compile(r"\b(?:möchten?|will|wollen|want|like|need|wish)\b", re.IGNORECASE)
# Doubt of what was said.
ASKS_IF_SURE = re.compile(
    r"\b(?:(?:sind|seid) (?:sie|ihr)|bist du) (?:sich |dir |euch )?(?:da |wirklich |ganz |auch )*"
    r"sicher\b"
    r"|\b(?:are you|you(?:'re| are)?) (?:really |quite |absolutely |100 ?% )*(?:sure|certain)\b",
    re.IGNORECASE,
)
# Whether it is a person who says so is another question.
OF_A_PERSON = re.compile(
    r"\b(?:mensch\w*|bot|roboter|maschine|human|robot|person|machine)\b", re.IGNORECASE
)
ASKS_FOR_PAPERS = re.compile(
    r"\b(?:sterbeurkunde|erbschein|vollmacht|unterlagen|dokumente?|papiere|nachweise?"
    r"|death certificate|probate|power of attorney|paperwork|documents?|papers|proof)\b",
    re.IGNORECASE,
)
ASKS_IF_ARRIVED = re.compile(
    r"\b(?:angekommen|eingegangen|durchgegangen|geklappt)\b[^.!]*\?"
    r"|\bdid (?:that|it|this) (?:reach you|go through|get through|arrive|work)\b"
    r"|\b(?:has|is) (?:that|it|this) (?:arrived|gone through)\b",
    re.IGNORECASE,
)
ASKS_WHAT_IS_LEFT = re.compile(
    r"\b(?:muss|müssen|soll|sollen) (?:ich|wir)\b.{0,30}"
    r"\b(?:noch|extra|zusätzlich|sonst|weiter\w*)\b"
    r"|\b(?:brauchen|benötigen) (?:sie|ihr)\b.{0,20}\b(?:noch|sonst|weiter\w*)\b"
    r"|\b(?:do|must|should) (?:i|we)\b.{0,10}\b(?:still|also)\b|\banything (?:else|more)\b"
    r"|\b(?:do|must|should) (?:i|we) (?:have|need) to\b.{0,30}\b(?:too|as well|on top)\b",
    re.IGNORECASE,
)
# "Doch kündigen" after a pause is no wish to keep the account, whatever else stands beside it.
RATHER_CANCELS = re.compile(
    r"\b(?:doch|lieber|dann) (?:(?:lieber|jetzt|ganz|bitte|einfach) )*k[üu]e?ndig(?:en|e)\b"
    r"|\b(?:just |rather |then )cancel\b|\bcancel (?:after all|instead|then|anyway)\b"
    r"|[.,;!] *cancel(?: it)?\W*$",
    re.IGNORECASE,
)
# "Jetzt noch der andere": a further account, after the first is done.
ANOTHER_ACCOUNT = re.compile(
    r"\b(?:der|die|das|den|dem|mein\w*|jetzt|nun|noch|ein\w*) (?:ander\w*|zweite\w*|nächste\w*)\b"
    r"|\b(?:the|my) (?:other|second|next)(?: (?:one|account))?\b|\banother (?:one|account)\b",
    re.IGNORECASE,
)
# Who has told of a death and wants it over means the account.
WANTS_IT_OVER = re.compile(
    r"\b(?:beendet|beenden|vorbei|erledigt|abgeschlossen|schluss|ende|weg)\b"
    r"|\b(?:over|ended|end|done with|finished|sorted|closed)\b",
    re.IGNORECASE,
)
# What stands before the name of an add-on in an answer: "nein, nur das SMS-Paket".
BEFORE_A_NAME = re.compile(
    r"^(?:(?:nein|nee?|ja|nur|bitte|also|das|die|den|der|mein\w*|unser\w*|no|yes|only|just|please|the"
    r"|my|our)\b[\s,.:]*)+",
    re.IGNORECASE,
)
