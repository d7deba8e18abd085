"""Words that tell German from English on their own, where statistics on a few letters fail.

Words that both languages use in a help chat ("hi", "ok", "stop", "pause", "name", "account",
"bye") are left out on purpose: they decide nothing, so the language a customer has chosen stays.
"""

from __future__ import annotations

_GERMAN_TALK = """
hallo hallihallo moin moinmoin servus grüezi gruezi grüß gruss gruß grüße gruesse griaß tach guten
danke dankeschön dankeschoen bitte tschüss tschüß tschuess tschau ciao ade wiedersehen wiederhören
ja jawohl jawoll jep nein nö nee ne naja klar gerne gern genau richtig stimmt passt korrekt falsch
egal weiter abbrechen abbruch aufhören aufhoeren vergiss lassen zurück zurueck nochmal erneut
hilfe mensch mitarbeiter mitarbeiterin kündigen kuendigen kundigen künden kündigung kuendigung
kundigung gekündigt widerruf widerrufen pausieren löschen loeschen loschen rechnung rechnungen
konto kontos benutzername nutzername zahlung erstattung geld kosten teuer günstiger guenstiger
keine angabe preis kreditkarte karte abo vertrag testphase deutsch englisch firma laden verein
umzug wechsel anbieter nummer telefonnummer beenden leute sprache nix ned net nimmer mog muass
leit versteh bleib isch schmarrn
"""
_GERMAN_FUNCTION = """
ich du er sie es wir ihr mich mir dich dir ihn ihm ihnen uns euch mein meine meinen meinem meiner
meines dein deine deinen ihre ihren ihrem ihrer unser unsere unseren euer eure der die das den dem
des ein eine einen einem einer eines kein keinen keinem keiner und oder aber sondern denn weil
wenn dass daß ob als wie wo wer wann warum wieso weshalb welche welcher welches wieviel nicht
nichts noch nur auch schon sehr mehr ganz doch mal eben jetzt heute morgen gestern ist sind bin
bist seid wird werden werde wurde hat habe haben hatte hätte haette kann können koennen könnte
koennte möchte moechte möchten moechten mochte will wollen soll sollte muss müssen muessen darf
dürfen geht gibt tut mit ohne für fuer von vom zu zum zur bei beim nach vor auf aus über ueber
unter durch gegen um seit bis im ins ab dort dann damit dafür dafuer davon daran worden sich
selbst man etwas alles alle wieder gar leider
"""
_ENGLISH_TALK = """
hello hiya howdy morning evening afternoon greetings thanks thank cheers please yes yeah yep yup
nope sure right correct wrong fine alright cancel cancelling canceling cancellation cancelled
canceled unsubscribe withdraw withdrawal resume reactivate delete erase refund money invoice bill
charge charged charges card help human agent person someone skip next again repeat back nevermind
never mind forget anyway continue expensive cheaper pricey password username english german trial
subscription company business shop closing moving switching deal done
"""
_ENGLISH_FUNCTION = """
i you he she it we they me him us them my your his its our their mine yours the a an this that
these those and or but because if whether when where who why how what which not don't doesn't
didn't isn't aren't won't can't couldn't wouldn't i'm i'd i've i'll you're it's that's there's
let's dont cant wont im ive is are be been being were have has had do does did can could would
should shall may might must going gonna want wanna need get got give to of in on at for with
without from by about into over after before until since up out off down some any no every much
many more most other another just only too very also than then there here now today tomorrow
yesterday already still yet
"""
# Spelled the same in both languages and common in one of them at least.
_BOTH_TEXT = """
an am an in so was will man die war hat bin also not mal i a do back me done no her us up them to
"""
_BOTH = frozenset(_BOTH_TEXT.split())
# Of these, English has the far more common word: "no", "not", "to" decide for it.
_YET_ENGLISH = frozenset({"not", "to", "me", "no", "us", "up", "them"})

GERMAN_FUNCTION = frozenset(_GERMAN_FUNCTION.split()) - _BOTH
ENGLISH_FUNCTION = frozenset(_ENGLISH_FUNCTION.split()) - (_BOTH - _YET_ENGLISH)
GERMAN = (frozenset(_GERMAN_TALK.split()) - _BOTH) | GERMAN_FUNCTION
ENGLISH = (frozenset(_ENGLISH_TALK.split()) - _BOTH) | ENGLISH_FUNCTION

SHARED = GERMAN & ENGLISH
GERMAN_ONLY = GERMAN - SHARED
ENGLISH_ONLY = ENGLISH - SHARED

# English, and Bavarian for "ich", "auch" and "doch": they count only beside other English words.
ENGLISH_BESIDE_OTHERS = frozenset({"i", "a", "do"})

# Words of either language that are nobody's user name.
COMMON = GERMAN | ENGLISH | _BOTH
