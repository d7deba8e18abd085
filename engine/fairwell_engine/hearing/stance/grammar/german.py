"""How the deed of each page is named in German, in the spelling of ``folding``."""

from __future__ import annotations

from fairwell_engine.hearing.stance.grammar.agreeing import PLAIN, PLEASE, YES
from fairwell_engine.hearing.stance.grammar.phrases import either, optional, some, word

_SOON = word(
    "jetzt|jetz|sofort|ab sofort|jetzt gleich|jetzt sofort|umgehend|unverzueglich|direkt"
    "|schnellstmoeglich|so schnell wie moeglich|so bald wie moeglich|auf der stelle|endlich"
    "|zum naechstmoeglichen zeitpunkt|zum naechstmoeglichen termin"
)
_HOW = word(
    "bitte|bite|einfach|hiermit|verbindlich|wirklich|trotzdem|dennoch|gern|gerne|komplett|ganz"
    "|endgueltig|vollstaendig|mal|danke|ausdruecklich|so|unbedingt|schon jetzt|ma"
)
_AROUND = some(either(_SOON, _HOW))
_AHEAD = some(either(_SOON, _HOW, word("dann|also|lieber|doch|nun|ok dann|dann also")))
_THE = word("den|das|die|de|s|d|dieses|diesen|diese|mein|meine|meinen|unser|unsere|unseren")
_WHOLE = word("ganzen|ganze|ganzes|kompletten|komplette|gesamten|gesamte|gesamtes")
_I = word("ich|wir")
_WANT = word("moechte|moechten|will|wollen|wuerde|wuerden")
_MAY = word("sie koennen|sie duerfen|du kannst|du darfst|ihr koennt|ihr duerft")


def _verb(infinitive: str, imperative: str, first: str, done: str, what: str) -> str:
    """A deed by its verb: wanted, ordered, or declared in the first person."""
    it, does = optional(what), word(infinitive)
    return either(
        _AHEAD + optional(_I) + _WANT + _AHEAD + it + _AROUND + does + _AROUND,
        _I + _WANT + word("dass sie|dass ihr|dass du") + _AROUND + it + _AROUND + does,
        what + word("soll|sollen") + _AROUND + word(done) + word("werden") + _AROUND,
        _MAY + _AHEAD + it + _AROUND + does + _AROUND,
        _AHEAD + it + _AROUND + does + _AROUND + it + _AROUND,
        _AHEAD + word(imperative) + _AROUND + it + _AROUND,
        _AHEAD + _I + word(first) + _AROUND + it + _AROUND,
        _AHEAD + word(first) + _I + _AROUND + it + _AROUND,
    )


def _noun(noun: str) -> str:
    """A deed by its noun: "Kündigung bestätigen", "ich erkläre den Widerruf"."""
    named = optional(word("die|den|der|meine|meinen|eine|einen|unsere|unseren|diese")) + word(noun)
    done = word(
        "bestaetigen|abschicken|absenden|senden|ausfuehren|einreichen|aufnehmen|aufzeichnen"
        "|durchfuehren|veranlassen|eintragen|beantragen|anfragen|anfordern|erklaeren|vornehmen"
        "|bearbeiten|starten|einrichten|buchen|nehmen|bestaetigt"
    )
    says = word("bestaetige|bestaetigen|erklaere|beantrage|nehme|moechte|will|wuensche|wollen")
    return either(
        _AHEAD + named + _AROUND + optional(done) + _AROUND,
        _AHEAD + _I + says + _AROUND + named + _AROUND + optional(done),
        _AHEAD + says + _I + _AROUND + named + _AROUND,
        word("schick|schicken sie|senden sie|sende") + _AROUND + named + _AROUND + word("ab"),
        word("fuehren sie|fuehr") + _AROUND + named + _AROUND + word("aus|durch"),
        word("nehmen sie") + _AROUND + named + _AROUND + word("auf"),
    )


_IT = word("das|es|des|dat|alles|das ganze|das alles|den kram|den ganzen kram")
_ACCOUNT = either(
    optional(_THE)
    + optional(_WHOLE)
    + word(
        "account|konto|benutzerkonto|kundenkonto|nutzerkonto|vertrag|abo|abonnement|tarif|zugang"
        "|mitgliedschaft"
    ),
    word("ihn"),
    _IT,
)
# "Mach das", "bitte ausführen": the deed of whatever page is open.
GO_AHEAD = either(
    _AHEAD
    + word("mach|mache|macht|machen sie|machen wir|tu|tun sie|tut|tuts|machs|erledige")
    + optional(_IT)
    + _AROUND
    + optional(word("so|hin|fertig|klar"))
    + _AROUND,
    word("nur zu|los|na los|los gehts|auf gehts|leg los|legen sie los|mach hin|mach schon"),
    word("nun mach|so machen|so machen wir das|so machen wir es|dann machen wir das|freigegeben"),
    word("dann machen wir das so|durchziehen|ab die post"),
    _AHEAD + word("nehmen sie|nimm") + _IT + _AROUND + word("auf"),
    _AHEAD
    + optional(_IT)
    + _AROUND
    + word(
        "ausfuehren|abschicken|absenden|senden|durchfuehren|erledigen|veranlassen|eintragen"
        "|aufzeichnen|fortfahren|durchziehen|umsetzen|bestaetigen|loslegen|machen|einreichen"
    )
    + _AROUND,
    word("schick|schicken sie|senden sie|sende") + optional(_IT) + _AROUND + word("ab|los"),
    word("fuehren sie|ziehen sie|zieh") + optional(_IT) + _AROUND + word("aus|durch"),
    word("erledigen sie|veranlassen sie|bestaetigen sie") + optional(_IT) + _AROUND,
    word("fahren sie") + _AROUND + word("fort"),
)
_BACK = either(
    _IT,
    word("sie"),
    optional(_THE) + word("kuendigung|erklaerung|anfrage|pause|loeschung|widerruf|auftrag"),
)
_PARTED = either(
    _AHEAD
    + either(word("nehmen sie|nimm|nehmt|ziehen sie|zieh"), _I + word("nehme|ziehe|nehmen"))
    + _AROUND
    + _BACK
    + _AROUND
    + word("zurueck|wieder zurueck"),
    _AHEAD
    + either(word("machen sie|mach|macht"), _I + word("mache"))
    + _AROUND
    + _BACK
    + _AROUND
    + word("rueckgaengig|wieder rueckgaengig"),
)

# What the open question is about; each by its own verbs and nouns only.
DEEDS = {
    "cancel": either(
        _verb(
            "kuendigen|kuendign|beenden|aufloesen|schliessen|dichtmachen|canceln|stornieren"
            "|gekuendigt haben",
            "kuendige|kuendig|kuend|kuende|kuendigt|kuendigen sie|kuendigen wir|beende|beenden sie"
            "|schliessen sie|schliesse|cancel|canceln sie|loesen sie auf",
            "kuendige|kuendigen|beende|beenden",
            "gekuendigt|beendet|geschlossen|aufgeloest",
            _ACCOUNT,
        ),
        _noun("kuendigung"),
        word("weg damit|raus damit"),
    ),
    "pause": either(
        _verb(
            "pausieren|pausiern|stilllegen|stillegen|ruhen lassen|auf pause setzen|einfrieren"
            "|auf pause stellen|pause machen|eine pause machen|auf eis legen",
            "pausiere|pausier|pausieren sie|pausieren wir|legen sie still",
            "pausiere|pausieren",
            "pausiert|stillgelegt",
            _ACCOUNT,
        ),
        _noun("pause|anfrage"),
        word("fragen sie|frag|frage") + _AROUND + optional(_IT) + word("an"),
        word("legen sie|leg") + _ACCOUNT + _AROUND + word("still|auf eis"),
        word("frieren sie|frier") + _ACCOUNT + _AROUND + word("ein"),
        _AROUND + word("anfragen") + _AROUND,
    ),
    "withdraw": either(
        _verb(
            "widerrufen|vom vertrag zuruecktreten|zuruecktreten",
            "widerrufe|widerruf|widerrufen sie",
            "widerrufe|widerrufen",
            "widerrufen",
            either(optional(_THE) + word("vertrag|bestellung|kauf|abschluss"), _IT),
        ),
        _noun("widerruf"),
    ),
    "delete_data": either(
        _verb(
            "loeschen|entfernen|vernichten",
            "loesche|loesch|loescht|loeschen sie|entfernen sie|weg mit",
            "loesche|loeschen",
            "geloescht|entfernt",
            either(
                optional(word("alle|saemtliche"))
                + optional(word("meine|die|unsere|diese"))
                + optional(word("gesamten|ganzen|persoenlichen"))
                + word("daten|kontaktdaten|kundendaten"),
                _IT,
                word("sie|alles von mir"),
            ),
        ),
        _noun("loeschung|datenloeschung"),
        word("weg damit"),
    ),
    "access_request": either(
        _verb(
            "anfordern|beantragen|haben|bekommen|erhalten",
            "beantragen sie",
            "beantrage|verlange|fordere",
            "beantragt|angefordert",
            either(
                optional(_THE) + word("auskunft|datenauskunft|selbstauskunft"),
                optional(word("eine|die")) + word("kopie") + optional(word("meiner daten")),
                _IT,
            ),
        ),
        _noun("auskunft|datenauskunft|selbstauskunft|kopie|datenkopie|kopie meiner daten"),
    ),
    "revoke": either(
        _verb(
            "zuruecknehmen|zurueckziehen|rueckgaengig machen|wieder zuruecknehmen|widerrufen"
            "|stornieren|aufheben",
            "widerrufen sie|stornieren sie|heben sie auf",
            "widerrufe|storniere",
            "zurueckgenommen|aufgehoben",
            _BACK,
        ),
        _PARTED,
        word("ruecknahme|ruecknahme bitte|rueckgaengig|rueckgaengig bitte|zurueck damit"),
    ),
}
ADDON = "weg|raus|rausnehmen|entfernen|abbestellen|abschalten|kuendigen|beenden|streichen"
ADDON_ORDERED = (
    "kuendige|kuendig|kuendigen sie|beende|beenden sie|entfernen sie|entferne|streichen sie"
)
ADDON_NAMES = (
    "zusatzprodukt|zusatzpaket|zusatzmodul|zusatz|zusatzding|modul|paket|add on|addon|extra|option"
)
# Beside a yes a deed may be put as a polite question: "ja, können Sie bitte kündigen".
POLITELY = word("koennen sie|koennten sie|kannst du|koenntest du|wuerden sie|koennt ihr")
# To stay is to take a cancellation back; why it was declared may stand beside it.
STAYING = word(
    "ich bleibe|ich bleibe kunde|ich bleibe doch|ich bleibe bei ihnen|ich bleibe bei euch"
    "|ich moechte bleiben|ich moechte doch bleiben|ich will bleiben|ich will doch bleiben"
    "|wir bleiben|wir bleiben kunde|ich moechte den account behalten|ich behalte den account"
    "|ich will den account behalten|ich moechte ihn behalten|account behalten"
)
MISTAKE = word(
    "war ein versehen|es war ein versehen|das war ein versehen|war nur ein versehen|ein versehen"
    "|aus versehen|war ein fehler|das war ein fehler|ich habe es mir anders ueberlegt"
    "|hab es mir anders ueberlegt|anders ueberlegt|ich habe mich verklickt|hab mich verklickt"
)


def addon(names: str) -> str:
    """The deed of the page about an add-on, by the names that it may go by."""
    named = optional(_THE) + word(names) + optional(word(ADDON_NAMES))
    only = optional(word("nur|bloss|lediglich"))
    return either(
        PLAIN + optional(PLEASE) + only + named,
        _verb(
            ADDON,
            ADDON_ORDERED,
            "kuendige|kuendigen|beende",
            "gekuendigt|beendet|entfernt",
            either(only + named, _IT),
        ),
        _noun("kuendigung"),
        word("weg damit|raus damit"),
        word("weg mit") + named,
    )


# When the page of a prepaid account asks when it shall end.
_BALANCE = optional(word("das|mein|unser")) + word("guthaben|restguthaben|geld|es|konto")
AT_BALANCE_END = either(
    some(either(YES, word("bitte|dann|lieber|erst|account|konto|kuendigen|beenden|kuendigung")))
    + either(
        word("wenn|sobald|erst wenn")
        + _BALANCE
        + word("aufgebraucht|leer|verbraucht|alle|weg")
        + optional(word("ist"))
    )
    + some(word("bitte|dann|kuendigen|beenden|danke")),
)
