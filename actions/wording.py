"""How customers refuse an answer, do not know, hesitate, or say why: patterns of words."""

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
SPEAKS_OF_MAIL = re.compile(r"mail|adress|address", re.IGNORECASE)
CONTACT = re.compile(r"\+?\d[\d ()/.\-]{5,24}\d")
