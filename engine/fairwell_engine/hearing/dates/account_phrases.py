"""Phrases for ends that only the account knows: at once, with the paid period or the balance."""

from __future__ import annotations

ACCOUNT = {
    "soonest": """
        ab? sofort
        fristlos|fristlose|fristlosen|fristloser
        umgehend|umgehende|umgehender
        unverzüglich|unverzueglich
        asap
        schnellstmöglich|schnellstens|baldmöglichst|schnellstmoeglich
        baldmoeglichst|ehestmöglich|schleunigst|frühstmöglich|frühestmöglich
        THE? nächstmöglichen zeitpunkt|termin|datum|kündigungstermin?
        THE? nächstmögliche|naechstmoeglichen zeitpunkt|termin|datum|kündigungstermin?
        THE? nächstmöglichen|nächstmögliche|naechstmoeglichen DAYS|zeit|MONTHS|ersten?
        THE? nächstmöglicher zeitpunkt|termin|datum|kündigungstermin?
        THE? nächstmöglichem|frühestmöglichen zeitpunkt|termin|datum|kündigungstermin?
        THE? nächstmöglicher|nächstmöglichem|frühestmöglichen DAYS|zeit|MONTHS|ersten?
        THE? frühestmögliche zeitpunkt|termin|datum|kündigungstermin?
        THE? frühstmöglichen|schnellstmöglichen zeitpunkt|termin|datum|kündigungstermin?
        THE? frühestmögliche|frühstmöglichen|schnellstmöglichen DAYS|zeit|MONTHS|ersten?
        THE? fruehestmoeglichen|ehestmöglichen zeitpunkt|termin|datum|kündigungstermin?
        THE? fruehestmoeglichen|ehestmöglichen DAYS|zeit|MONTHS|ersten?
        THE? nächstmöglich|frühestmöglichem zeitpunkt|termin|datum|kündigungstermin?
        THE? nächstmöglich|frühestmöglichem DAYS|zeit|MONTHS|ersten?
        THE? NEXT möglichen|mögliche|möglicher zeitpunkt|termin|datum|kündigungstermin?
        THE? NEXT verfügbaren|zulässigen zeitpunkt|termin|datum|kündigungstermin?
        THE? NEXT moeglichen|erreichbaren zeitpunkt|termin|datum|kündigungstermin?
        nächst|naechst|nächste möglichen|mögliche|möglicher|moeglichen zeitpunkt|termin|datum?
        frühesten|fruehesten möglichen|moeglichen? zeitpunkt|termin|datum
        so schnell|bald es|ihr|Sie? geht|möglich|könnt
        so bald|schnell|früh wie|als es? eben? möglich|moeglich|geht|irgend?
        so frueh|zeitnah|rasch wie|als es? eben? möglich|moeglich|geht|irgend?
        sobald wie|als? es? möglich|moeglich|geht
        möglichst bald|schnell|zeitnah|rasch|früh|sofort
        moeglichst bald|schnell|zeitnah
        as soon|quickly|early|quick|fast as THE|is|you|humanly? possible|can
        immediately
        right now|away
        straight away
        straightaway
        at once
        instantly
        with? immediate effect
        immediate termination|cancellation|cancelation
        mit? sofortiger|sofortige wirkung|kündigung|beendigung
        earliest|soonest|NEXT possible|available? date|time|opportunity|moment|point
        earliest possible
        at THE earliest|soonest
        forthwith
        without delay
        effective now
        per jetzt
        lieber heute als morgen
        the sooner the better
        effective at once
        auf der stelle
        ohne frist|einhaltung
    """,
    "period_end": """
        END of|vom|von? THE|THIS|W? THIS? bezahlten|billing? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bezahlten|bezahlter? bezahlten|billing? -? PERIOD
        END of|vom|von? THE|THIS|W? bezahlten|bezahlter? bezahlten|billing? -? zahlungsmonats
        END of|vom|von? THE|THIS|W? THIS|bezahlten|bezahlter? paid? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? THIS? laufenden|kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bezahlten|bezahlter? laufenden? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bezahlten|bezahlter? kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? paid|billing? bezahlten|billing? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? NEXT|gebuchten? bezahlten|billing? -? PERIOD
        END of|vom|von? THE|THIS|W? NEXT|gebuchten? bezahlten|billing? -? zahlungsmonats
        END of|vom|von? THE|THIS|W? paid|billing? paid? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? paid|billing? laufenden? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? paid|billing? kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? NEXT|gebuchten? paid? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? NEXT|gebuchten? laufenden? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? NEXT|gebuchten? kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? prepaid? bezahlten|billing? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? free|subscription? bezahlten|billing? -? PERIOD
        END of|vom|von? THE|THIS|W? free|subscription? bezahlten|billing? -? zahlungsmonats
        END of|vom|von? THE|THIS|W? prepaid|free|subscription? paid? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? prepaid? laufenden|kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? free|subscription? laufenden? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? free|subscription? kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? contract? bezahlten|billing? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? vertraglichen? bezahlten|billing? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bereits|already? bezahlten|billing? -? PERIOD
        END of|vom|von? THE|THIS|W? bereits|already? bezahlten|billing? -? zahlungsmonats
        END of|vom|von? THE|THIS|W? contract|vertraglichen? paid? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? contract? laufenden|kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? vertraglichen? laufenden? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? vertraglichen? kostenlosen? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bereits|already? paid? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bereits|already? laufenden? -? PERIOD|zahlungsmonats
        END of|vom|von? THE|THIS|W? bereits|already? kostenlosen? -? PERIOD|zahlungsmonats
        END of? THE? THIS? bezahlten|bezahlter|gebuchten MONTHS|YEARS|zeitraums|zeit
        END of? THE|THIS? paid|billing|billed MONTHS|YEARS|for?
        END of what i ~4 paid|billed
        END of THE MONTHS i ~2 paid|billed
        vertragsende|laufzeitende|vertragsablauf|aboende|periodenende
        abrechnungsende|vertragslaufzeitende
        abrechnungszeitraumende|abrechnungsmonatsende|testende
        PERIOD -? ende
        ablauf|auslaufen|beendigung THE|THIS? THIS|bezahlten|kostenlosen|gebuchten? PERIOD
        ablauf|auslaufen THE bezahlten|gebuchten MONTHS|YEARS|zeitraums|zeit
        zum ablauf
        wenn|sobald|nachdem|bis|when|once|after|until|till THE|THIS|W|der? ~2 PERIOD ~2 OVER
        wenn|sobald|nachdem THE|THIS ~3 MONTHS|YEARS|zeitraum|zeit ~2 OVER|runs|läuft|zu
        when|once|until THE|THIS ~3 MONTHS|YEARS|zeitraum|zeit ~2 OVER|runs|läuft|zu
        wenn|sobald|nachdem|when|once|until|till THE ~2 PERIOD ~1 runs|comes out|to
        wenn|sobald THE ~2 PERIOD zu END
        wenn|sobald THE ~2 PERIOD ist
        when|once|until|till it|abo|es|sie|er OVER
        when|once|until it runs out
        when|once what ~3 paid ~2 OVER
        wenn|sobald was ~3 bezahlt ~2 OVER
        at|zur|bei RENEW
        stell|stelle|stellt|stellen|schalt ~5 RENEW ab|OFF
        schalte|schaltet|schalten|mach|macht|machen ~5 RENEW ab|OFF
        autom . RENEW ~2 ab|OFF
        nach|after THE|THIS|W? THIS|bezahlten|paid|billing|kostenlosen|free|NEXT|trial? PERIOD
        nach|after THE? THIS bezahlten|paid|billing MONTHS|YEARS
        AUTO -? RENEW ~3 OFF|off
        OFF ~3 AUTO -? RENEW
        turn|switch|shut off ~3 RENEW
        turn|switch|shut ~4 RENEW off
        autorenew|autorenewal ~2 OFF
        disable|OFF ~2 RENEW
        RENEW ~3 ausschalten|abschalten|deaktivieren|abstellen|aus
        RENEW ~3 ausstellen|stoppen|abgeschaltet|deaktiviert|disabled|off
        keine|kein|no weitere|AUTO|further|more|neue? weitere|AUTO? -? RENEW
        without|ohne|keiner|nix weitere|AUTO|further|more|neue? weitere|AUTO? -? RENEW
        nicht|nich|ned|not|never|nimmer mehr|weiter|noch? AUTO|mehr|weiter? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer mehr|weiter|noch? to|be|PERIOD|it? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer AUTO|einmal|to|be? AUTO|mehr|weiter? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer AUTO|einmal|to|be? to|be|PERIOD|it? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer wieder|erneut|again? AUTO|mehr|weiter? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer wieder|erneut|again? to|be|PERIOD|it? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer get|have|it|THE? AUTO|mehr|weiter? AUTO? RENEW
        nicht|nich|ned|not|never|nimmer get|have|it|THE? to|be|PERIOD|it? AUTO? RENEW
        not want ~4 RENEW
        don ' t ~5 RENEW
        dont ~5 RENEW
        doesn|won|shouldn ' t ~2 RENEW
        doesnt|wont ~2 RENEW
        do|does|should not ~3 RENEW
        stop ~1 RENEW
        OFF ~1 it|this|PERIOD from? RENEW
        soll|möchte|will|bitte ~4 nicht ~2 RENEW
        auslaufen lassen?
        let|lass ~4 expire|lapse|auslaufen
        let ~4 run out
        run|runs its course
        before it|THE? ~2 NEXT? RENEW
        before THE|W? NEXT BILLING
        before THE? NEXT BILLING date|cycle|period|DAYS?
        before i|it ~2 charged|billed|RENEW|charges
        vor THE? ~1 NEXT? RENEW|BILLING
        bevor ~5 RENEW|abgebucht
        before ~4 RENEW
        NEXT RENEW date?
        on RENEW date?
        RENEW date
        NEXT BILLING date
        verlängerungstermin
        rest of THE|THIS? PERIOD
        rest THE PERIOD
        ride out THE PERIOD
        was|what bezahlt|paid ist
        solange bezahlt
        so lange bezahlt
    """,
    "balance_used": """
        wenn|sobald|bis|nachdem|solange|falls THE|kein|keine|no? ~2 CREDIT ~3 USED
        when|once|until|till|after|as soon? as? THE|all? ~2 CREDIT ~4 USED|up
        when|once|until|till ~3 CREDIT ~1 runs|run|hits|reaches out|zero|D|NUM
        CREDIT ~3 USED
        use|burn|spend|eat|run|running|using ~1 up|down|through? ~3 CREDIT
        use|spend|run|using ~4 CREDIT up|down|first
        used ~1 up ~3 CREDIT
        i ' ve USED ~4 CREDIT
        USED ~3 up? ~2 CREDIT
        verbrauch|aufbrauchen|verbrauchen|aufbrauch ~3 CREDIT
        CREDIT ~3 aufbrauche|verbrauche|aufzubrauchen|nutzen|zu
        CREDIT ~2 runs|run|ran|hits|reaches out|zero|NUM
        CREDIT ~2 is|ist up|zu|auf
        burned|burnt|eaten|blown through|OVER ~3 CREDIT
        let ~2 CREDIT run|expire
        CREDIT ~3 auslaufen|abbauen|aufzehren|abtelefonieren|ablaufen
        aufgebrauchtem|verbrauchtem|leerem CREDIT
        kein|no|ohne CREDIT mehr|left|more
        CREDIT END
        END THE CREDIT
        CREDIT ~2 bei NUM|null
        ablauf THE? CREDIT
        wenn|sobald|when|once|until ~2 money|geld ~3 USED
        wenn|sobald|when|once|until es|it ~2 USED
    """,
}
