"""Which end is heard in a German message, said on Monday, 30 November 2026."""

from __future__ import annotations

from datetime import date

from tables import table

from fairwell_engine.hearing.ends import find_end

_TODAY = date(2026, 11, 30)


def heard(text: str, country: str | None = None) -> str:
    """Say the end as the tables do: ">=" for not before, other readings behind "~"."""
    end = find_end(text, "de", _TODAY, country=country)
    if end is None:
        return "-"
    assert 0 <= end.start < end.end <= len(text)
    others = "".join(f" ~{other}" for other in end.ambiguous)
    return (">=" if end.bound == "not_before" else "") + end.value + others


DATES = """
2027-03-31: zum 31.03.2027
2027-03-31: Ich kündige zum 31.3.27.
2027-03-31: Bitte kündigen Sie meinen Account zum 31.03.
2027-03-31: Kündigung per 31.3.2027, Kundennummer 4711-0815
2027-03-31: mit Wirkung zum 31. März 2027 kündige ich den Vertrag
2027-03-31: mit Ablauf des 31.03.2027
2026-12-31: Hiermit kündige ich fristgerecht zum 31.12.
2026-12-31: 31.12.
2026-12-31: 31.12.2026 bitte
2026-12-31: Am 31.12. soll Schluss sein
2027-04-01: zum 1. April
2027-04-01: Ich möchte zum 01.04. raus
2027-04-01: kündigen zum ersten April
2027-01-15: bis einschließlich 15. Januar, danach bitte kündigen
2027-01-15: Das Konto soll bis einschließlich 15. Januar laufen, dann kündigen
2027-01-15: Kündigung bis spätestens 15. Jan.
2027-02-28: zum 28. Februar 2027 kündigen
2027-02-28: Zum 28.2. bitte alles beenden!
2027-05-31: Ich will zum 31 Mai aufhören
2027-06-30: 30. Juni 27
2027-06-30: Kündigungsdatum: 30.06.2027
2027-06-30: Wunschtermin ist der 30.06.2027
2027-06-30: Vertragsende soll der 30. Juni sein, ich kündige
2027-01-01: zum 1.1.
2027-01-01: ab 1.1.2027 brauchen wir das nicht mehr, bitte kündigen
2027-01-01: Ab dem 1. Januar bitte nichts mehr abbuchen, ich kündige
2027-03-31: 2027-03-31
2027-03-31: kündigen zum 2027-03-31
2026-12-15: zum 15. kündigen
2026-12-15: Bitte am 15. beenden
2026-12-01: zum ersten
2026-12-01: zum nächsten Ersten
2026-12-01: Kündige zum 1.
2026-12-15: zum Fünfzehnten bitte
2026-12-15: zum 15ten kündigen
2026-12-15: Zum 15. nächsten Monats möchte ich kündigen
2026-12-01: zum 1. des nächsten Monats
2027-02-28: zum 28ten Februar
2027-02-15: kündigen zum fünfzehnten Februar
2026-11-30 ~2026-12-01: zum 31.11. kündigen
2027-02-28 ~2027-03-01: Kündigung zum 30.02.2027
2024-03-31: Kündigung zum 31.03.2024
2026-10-31: Ich kündige zum 31. Oktober 2026
2027-12-31: Kündigung meines Abos zum 31.12.2027
2027-03-31: Ich kündige per 31. Mrz 2027
2027-03-31: kuendigung zum 31 maerz
2027-01-31: Nutzername blumenhof, Kündigung zum 31.01.2027, Grund: zu teuer
2027-03-31: Guten Tag, hiermit kündige ich den Vertrag Nr. 12345 vom 1.4.2020 zum 31.03.2027.
2027-03-31: Bitte bestätigen Sie mir die Kündigung zum 31.3.2027 schriftlich
2027-03-31: Können Sie mein Konto bitte zum 31.3. kündigen?
2027-03-31: Ich möchte zum 31.3. kündigen, geht das?
2027-06-30: nicht zum 31.3., sondern zum 30.6.
2027-06-30: Kündigung zum 31.3., nein, doch lieber zum 30.6.
2027-03-01: zum 30.1. kündigen. Ach nein, doch zum 1.3.
2027-03-31: Kündigen Sie das SMS-Paket sofort und den ganzen Vertrag zum 31.3.2027
2027-06-30: Bitte das Zusatzpaket gleich kündigen, den Account erst zum 30.6.
2027-02-21: zum einundzwanzigsten Februar kündigen
2027-01-31: Ab Februar kein Abo mehr bitte
soonest: ich kündige mit sofortiger Wirkung wegen der unangekündigten Preiserhöhung
year_end: Bitte zum Monatsende kündigen, quatsch, zum Jahresende
2027-02-28: kündigen zum 15.2., Korrektur: 28.2.
2027-02-28: zum 31.1. bitte, oder besser erst Ende Februar
2027-03-01: Kündigung zum 31.1. Hm, der 1. März passt besser.
2027-03-31: zum 31.03.2027, hilfsweise zum nächstmöglichen Zeitpunkt
2027-03-31: Am Mittwoch, den 31. März 2027, soll das Abo enden
2027-03-31: cancel my contract on 31 March 2027
2027-04-03: 3/4/2027
2027-04-03: kündigen zum 03/04/2027
2027-03-31: zum 31/03/2027
2027-03-31: zum 31-03-2027
2027-03-31: Ich kündige!!! zum 31.03.2027!!!
2027-03-31: kündigen(zum 31.03.2027)
2027-03-31: zum 31.03.2027Danke
2027-03-31: zum 31. 3. 2027
"""

PARTS = """
2027-03-31: Ende März
2027-03-31: Ich will Ende März aufhören
2027-03-31: Kündigung Ende März 2027
2026-12-31: Ende Dezember
2026-11-30: Ende November kündigen
2027-01-31: Bis Ende Januar, dann kündigen
2027-01-31: bitte bis Ende Januar laufen lassen und dann kündigen
2027-03-31: Ende des Monats März kündigen
2028-12-31: Ende 2028
2027-05-15: Mitte Mai
2027-05-15: Mitte Mai will ich kündigen
2027-03-01: Anfang März ist Schluss
month_end: zum Monatsende
month_end: Ich kündige zum Monatsende.
month_end: zum Ende des Monats
month_end: Ende des Monats bitte
month_end: Ende dieses Monats
month_end: bis Monatsende, dann kündigen
month_end: kündigen zum ende vom monat
month_end: zum Monatsletzten
month_end: Ich kündige zum Ende des laufenden Monats
year_end: zum Jahresende
year_end: Ende des Jahres
year_end: Kündigung zum Ende des Jahres
year_end: Bitte zum Jahresende kündigen, Benutzername radhaus
year_end: Ende diesen Jahres ist Schluss
year_end: Wir hören zum Jahreswechsel auf
quarter_end: zum Quartalsende
quarter_end: Ende des Quartals
quarter_end: Kündigung zum Ende des Quartals
2027-03-31: zum Ende des nächsten Quartals
2027-03-31: Ende Q1
2027-03-31: zum Ende des ersten Quartals kündigen
2026-12-31: Ende nächsten Monats
2026-12-31: zum Ende des nächsten Monats
2026-12-31: zum Ende des kommenden Monats kündigen
2027-12-31: Ende nächsten Jahres
2027-01-31: Ab Februar nicht mehr
2027-01-31: Ab Februar will ich nicht mehr dabei sein
2027-01-31: Kündigung ab Februar
2027-02-28 ~2027-02-01: Im Februar kündigen
2027-02-01 ~2027-02-28: zum Februar
2027-01-31 ~2027-02-28: bis Februar, dann kündigen
2026-12-31: ab Januar bitte nicht mehr, ich höre auf
2026-12-06: Ende der Woche kündigen
"""

RELATIVE = """
2027-02-28: in drei Monaten
2027-02-28: Ich möchte in drei Monaten kündigen
2026-12-14: in 2 Wochen
2026-12-14: in zwei Wochen bitte beenden
2026-12-30: in einem Monat kündigen
2026-12-30: in 30 Tagen bitte kündigen
2027-11-30: in einem Jahr
2027-05-30: in einem halben Jahr kündigen
2026-12-02: übermorgen
2026-12-01: morgen
2026-12-01: Bitte morgen kündigen
2026-11-30: heute
2026-11-30: Bitte noch heute beenden
2026-11-30: zum heutigen Tag kündige ich
2026-11-30: mit heutigem Datum kündigen
2026-12-04 ~2026-12-11: nächsten Freitag
2026-12-04: am Freitag
2026-12-04: Am Freitag bitte kündigen
2026-12-04: bis Freitag, dann löschen
2026-12-07: heute in einer Woche
2026-12-11: Freitag in einer Woche
2026-12-11: Freitag nächster Woche
2026-12-31: Silvester
2026-12-31: an Silvester soll Schluss sein
2026-12-24: Heiligabend
2026-12-24: zu Heiligabend kündigen
2027-01-01: zu Neujahr
>=2026-12-27: nach Weihnachten
>=2026-12-27: Kündigen, aber erst nach Weihnachten
2026-12-24: vor Weihnachten kündigen
"""

BOUNDS = """
>=2027-02-01: nicht vor dem 1. Februar
>=2027-02-01: nicht vor Februar kündigen
>=2027-02-01: Erst ab Februar
>=2027-02-01: kündigen, aber erst ab 1. Februar
>=2027-03-31: frühestens zum 31.03.2027
>=2027-03-31: frühestens Ende März
>=2027-02-01: frühestens im Februar kündigen
>=2027-01-01: nicht vor 1.1.
>=2027-03-01: erst im März
>=2027-03-31: Kündigung zum 31.3. frühestens
>=year_end: frühestens zum Jahresende
>=month_end: nicht vor Monatsende
2027-01-31: spätestens zum 31.01.2027 kündigen
"""

SOONEST = """
soonest: sofort
soonest: fristlos
soonest: ab sofort
soonest: Ich kündige fristlos
soonest: bitte sofort kündigen
soonest: Kündigung mit sofortiger Wirkung
soonest: Bitte umgehend kündigen
soonest: unverzüglich beenden
soonest: zum nächstmöglichen Zeitpunkt
soonest: Hiermit kündige ich zum nächstmöglichen Zeitpunkt
soonest: Kündigung zum nächst möglichen Termin
soonest: so bald wie möglich
soonest: so schnell wie möglich kündigen
soonest: sobald wie möglich raus
soonest: asap
soonest: schnellstmöglich bitte
soonest: Konto schnellstmöglich schließen
soonest: baldmöglichst kündigen
soonest: zum frühestmöglichen Zeitpunkt kündigen
soonest: Ich will ab sofort nicht mehr
soonest: fristlose Kündigung
soonest: fristlos, hilfsweise zum 31.3.2027
soonest: zum nächstmöglichen Zeitpunkt, spätestens aber zum 31.03.2027
soonest: Ich kündige meinen Account mit dem Benutzernamen radhaus sofort
soonest: zum nächstmöglichen Termin
soonest: sofort bitte
"""

PERIOD = """
period_end: zum Ende der Laufzeit
period_end: Kündigung zum Laufzeitende
period_end: zum Vertragsende
period_end: zum Vertragsende kündigen
period_end: zum Ende des Abrechnungszeitraums
period_end: zum Ende der Vertragslaufzeit
period_end: wenn der bezahlte Monat um ist
period_end: Kündigen, wenn der bezahlte Monat um ist
period_end: wenn die Laufzeit endet
period_end: Auto-Renewal aus
period_end: Auto-Renewal ausschalten
period_end: automatische Verlängerung ausschalten
period_end: Bitte die automatische Verlängerung deaktivieren
period_end: nicht verlängern
period_end: Ich möchte mein Abo nicht verlängern
period_end: Bitte verlängern Sie meinen Vertrag nicht, er soll nicht automatisch verlängert werden
period_end: keine automatische Verlängerung
period_end: keine weitere Verlängerung bitte
period_end: einfach auslaufen lassen
period_end: Mein Abo auslaufen lassen bitte
period_end: Ich will nach der Testphase kündigen
period_end: zum Ablauf der Mindestlaufzeit
period_end: zum Ende der Testphase kündigen
period_end: vor der nächsten Abbuchung kündigen
period_end: Bitte kündigen, bevor es sich verlängert
period_end: zum Ende des bezahlten Zeitraums
2027-03-31: zum Ende der Laufzeit am 31.03.2027
balance_used: wenn das Guthaben aufgebraucht ist
balance_used: wenn das Guthaben leer ist
balance_used: dann eben erst, wenn es leer ist
balance_used: Kündigen, sobald mein Guthaben verbraucht ist
balance_used: bis das Guthaben alle ist
balance_used: Ich will erst mein Guthaben aufbrauchen
balance_used: Guthaben noch aufbrauchen, dann kündigen
balance_used: nach Verbrauch des Guthabens
balance_used: sobald kein Guthaben mehr da ist
"""

MORE = """
2027-02-28: Moin, könnt ihr mein Konto zum 28.02. dichtmachen? Danke
2027-02-28: Ich würde gern Ende Februar aussteigen, mein Nutzername ist seehof
2026-12-31: bitte beenden sie das abo zum 31 12 2026
2026-12-31: Kündigung zum 31.12.2026 oder nächstmöglichen Termin
soonest: fristgerecht zum nächstmöglichen Termin, das ist nach meiner Rechnung der 31.03.2027
2027-01-31: Wir schließen unseren Laden Ende Januar und brauchen das System dann nicht mehr.
2027-02-28 ~2027-03-31: Ich bezahle noch bis März, dann ist Schluss
2026-11-30: Ab nächsten Monat nicht mehr
2026-12-31: ab nächstem Jahr brauchen wir das nicht mehr
year_end: Bis Jahresende nutze ich es noch, danach bitte kündigen
2027-01-01: ich will das zum neuen Jahr weg haben
2026-12-07 ~2026-12-13: nächste woche bitte abschalten
2026-12-31: bitte zum kommenden Monatsende kündigen
soonest: kündigen Sie bitte alles, am besten sofort
soonest: so schnell es geht weg
2027-01-01: Am liebsten gleich zum 1. Januar
2027-02-14: mein letzter Tag ist der 14.2.
2027-02-15: Ich brauche das Konto nur noch bis zum 15. Februar
2027-02-15: Letzter Tag: 15.02.2027
period_end: ich kündige, aber bitte erst zum Ende der bezahlten Zeit
balance_used: Lassen Sie das Guthaben noch auslaufen und dann kündigen
balance_used: Wenn mein Guthaben auf null ist, bitte schließen
2027-06-30: Vertrag soll Ende Juni auslaufen
2027-06-30: Der Vertrag soll am 30.6. enden
period_end: bitte das abo nicht automatisch verlängern lassen
period_end: ich will keine verlängerung
period_end: stellt die autom. verlängerung ab
period_end: Auto-Verlängerung bitte aus
2026-12-24: am 24.12. ist Schluss, löscht alles
2027-01-15: kündigen ab 15.1.
soonest: per sofort
2026-12-31: Kündige zum Ende 2026
2027-12-31: zum Jahresende 2027
2027-05-31: Bitte kündigt mein Abo zu Ende Mai
2027-05-31 ~2027-05-01: im Mai soll's enden
2027-02-28: zum Monatsende Februar
2026-12-31: ich kündige zum 31.12 diesen jahres
2027-04-30: Kündigung Vertrag 99812 zum 30.04.2027 - bitte um Bestätigung
2027-04-30: Kündigung zum 30.04.2027. Bitte um schriftliche Bestätigung bis 10.12.2026.
2027-02-28: ich zieh am 1.3. um und kündige deshalb zum 28.2.
soonest: Meine Mutter ist am 12.10.2026 gestorben, bitte Konto sofort schließen
month_end: Laut Rechnung vom 3.11. wurden 20 Euro abgebucht, ich kündige zum Monatsende
quarter_end: Ich bin Kunde seit Januar und möchte zum Quartalsende raus
2027-02-01: die kündigung soll am ersten februar gelten
2027-03-01: wirksam ab 01.03.2027
2027-03-01: mit wirkung vom 1.3.2027
>=2027-01-01: noch nicht, erst im Januar
2027-02-01: ok dann zum 1. Februar
year_end: lieber doch zum Ende des Jahres
2027-01-31: nein, zum 31.1.
month_end: ja, zum Monatsende
2027-01-31: der 31. Januar wäre gut
2026-12-31: den 31.
month_end: am letzten Tag des Monats
2026-12-14: in 14 Tagen
month_end: Bitte nur noch diesen Monat, dann Schluss
month_end: Diesen Monat noch, dann nicht mehr
2027-02-01: ich will zum 1.februar kündigen
2027-02-01: zum 1 feb
2027-02-01: 1.2.
2027-02-01: 1. Feb. 2027
2027-01-15: ab Mitte Januar brauche ich den Account nicht mehr
2027-01-31: ab Ende Januar bitte kündigen
year_end: ich bin zum Ende des Jahres raus
year_end: Bitte zum Ende des Kalenderjahres kündigen
quarter_end: am Ende des Quartals möchte ich aufhören
2027-02-28: in einem Vierteljahr
2027-01-11: in sechs Wochen
2026-12-21: in drei wochen bin ich weg, kündigt dann
2027-01-15: nach dem 15. Januar nicht mehr
>=2027-01-01: nach Silvester
2026-12-24: kurz vor Weihnachten
year_end: ende vom jahr
2027-02-28: gegen Ende Februar
2027-02-15: etwa Mitte Februar
soonest: sofortige Kündigung
soonest: Kündigung sofort wirksam
soonest: ich kündige mit sofortiger Wirkung, hilfsweise zum nächstmöglichen Termin
soonest: außerordentliche fristlose Kündigung wegen doppelter Abbuchung am 3.11.
soonest: möchte ich schnellstmöglich aus dem Vertrag
soonest: zum nächsten möglichen Termin
soonest: zum schnellstmöglichen Termin
2026-11-30: Am besten noch heute
period_end: Abo endet bitte mit Ablauf der Testphase
period_end: ich will nach dem Probemonat nicht weitermachen
period_end: Probeabo nicht verlängern
period_end: nach Ablauf des bezahlten Jahres kündigen
period_end: bitte zum Ende meines Abrechnungsmonats
2027-01-14: zum Ende der Vertragsperiode, also 14.01.2027
period_end: nächste Verlängerung bitte stoppen
period_end: Verlängerung stoppen
period_end: Abo soll sich nicht mehr verlängern
balance_used: Restguthaben soll erst verbraucht werden, danach kündigen
balance_used: wenn die 20 Euro Guthaben weg sind, Konto zu
balance_used: sobald das Geld auf dem Konto alle ist
soonest: Berlin, 30.11.2026. Hiermit kündige ich meinen Vertrag zum nächstmöglichen Zeitpunkt.
soonest: Ich ärgere mich jeden Tag, sofort Schluss damit
2026-11-30: Ich will heute kündigen
2026-12-31: kündigen zum 31.12. falls möglich, sonst 31.1.
soonest: Falls zum 31.12. nicht möglich, dann zum nächstmöglichen Termin kündigen
2027-01-31: spätestens Ende Januar
2027-01-31: Ich brauche das Programm nur bis Ende Januar, danach bitte Schluss machen
month_end: Kann man mich bitte zum Monatsende abmelden?
soonest: Wir sind insolvent, bitte alles umgehend abschalten
period_end: Ich lasse den Vertrag auslaufen, bitte nicht erneut verlängern
balance_used: Das Guthaben will ich noch verbrauchen und danach ist Feierabend
year_end: Zum Jahresende hören wir mit dem Verein auf, kündigt bitte
>=2027-04-01: Kündigung bitte frühestens ab dem 1. April
>=2027-01-15: vor dem 15. Januar bitte nicht kündigen
2027-05-31: Mietvertrag endet, daher kündige ich den Account zum 31. Mai
2027-01-01: Ab 1. Januar 2027 zahle ich nichts mehr
2026-12-31: Ich mach zum 31.12 den Laden dicht
2026-12-15: Am 15.12. bitte das Konto schließen, Benutzername gartenbau-ost
soonest: Mir reicht's, sofort kündigen, und zwar fristlos!
soonest: bitte frühstmöglich beenden
period_end: Nach Ende der Testphase nicht weiterführen
period_end: Automatische Verlängerung rausnehmen bitte
period_end: ich kündige zum Ende der aktuellen Laufzeit
2027-03-31: Kündigung zum Ende des 1. Quartals 2027
2026-12-04: diesen Freitag bitte abschalten
2027-02-28: in 3 Monaten kündigen bitte
2026-12-24: Schluss an Heiligabend
month_end: Mit Ende des Monats ist für mich Schluss
2027-01-31: Ab Februar will ich kein Kunde mehr sein
2027-06-30: Kündigung: 30.6.27
"""

NOTHING = """
ab dem 01.02.2027 bin ich bei einem anderen Anbieter, daher kündige ich
Ich wechsle zum 1. März den Anbieter und möchte deshalb kündigen
Am 1.3. ziehe ich um, deshalb kündige ich
Ich habe am 1.11. per Mail zum 31.12. gekündigt und keine Antwort
Widerruf meines Vertrags vom 20.11.2026
Zum 1.1. wird es teurer, da bin ich raus
Preiserhöhung zum 1.1.? Ich kündige!
Wegen der Preiserhöhung ab 1. Januar kündige ich
Bitte überweisen Sie mir das Restguthaben bis Ende Dezember
ruf mich nächsten Dienstag um 10 an
Erreichbar bin ich Montag bis Freitag ab 17 Uhr
Ich brauche die Rechnung vom Oktober
Kann ich noch heute mit jemandem sprechen?
Ich will heute noch mit einem Menschen sprechen
Was kostet es im Monat?
Wie lange läuft mein Vertrag noch?
Pausieren von Januar bis März bitte
ab Januar pausieren
Löschen Sie meine Daten bis zum 15.12.2026
In zwei Wochen läuft mein Vertrag aus
meine Mitgliedschaft endet Ende März
jetzt noch nicht, vielleicht im Frühjahr
kündige mir das jetzt
Hallo, mein Name ist April Mai, ich möchte kündigen
Wir haben im März neu eröffnet und brauchen eure Software nicht
Seit Ende März nutze ich das nicht mehr, bitte kündigen
Ich hab Anfang November gekündigt, wo bleibt die Bestätigung?
Bis wann muss ich kündigen?
zu wann kann ich kündigen
Wird zum 31.12. noch einmal abgebucht?
Kündigung vom 12.11.2026 zurückziehen
Ich widerrufe meine Kündigung zum 31.12.
Doch nicht kündigen zum Jahresende
Bitte Kündigung zum Jahresende stornieren
Ich komme am 3.12. vorbei
Rückruf bitte Montag zwischen 9 und 11
Am Montag bin ich telefonisch erreichbar
Meine Karte läuft 12/27 ab
gültig bis 03/28
Kartennummer 4111 1111 1111 1111 12/27
BLZ 100 500 00
Hausnummer 12, PLZ 31122
Meine Adresse ist Am 1. Mai 12, Berlin
Straße des 17. Juni 5, 10623 Berlin
ich wohne in der Straße des 17. Juni und will kündigen
Ich bin 31 Jahre alt
Das ist jetzt das zweite Mal
Nächstes Jahr wird es zu teuer
Im Januar soll es 5 Euro mehr kosten, nein danke, ich kündige
Bis nächste Woche!
Schönen Freitag noch
Bis morgen!
Schöne Weihnachten
Einen guten Rutsch ins neue Jahr
Kündigung. Schöne Weihnachten!
Ich möchte kündigen. Frohes neues Jahr!
Kündigung. Mit freundlichen Grüßen, Berlin, den 30.11.2026
heute ist ein schlechter Tag
Habt ihr heute eine Störung?
bis auf weiteres pausieren
Ich möchte eine Pause bis 1. März, danach kündigen
einen Monat pausieren und dann kündigen
Am 20. November habe ich eine Mail geschickt, keine Antwort!
Ich hatte zum 1.10. gekündigt
Sie haben mir am 15. November zu viel abgebucht
mein Account läuft seit 12.03.2019
Wann wird im Dezember abgebucht?
Meine Rufnummer lautet 0151 23 12 2026
Meldet euch bis Mittwoch
Die Rechnung von Oktober fehlt mir
Mein Sohn ist am 4.5.2009 geboren und hat ein Konto angelegt
Vor drei Monaten habe ich mich angemeldet
In den letzten 3 Monaten gab es nur Probleme
Ich will eine Pause ab Januar
Ist der 24.12. ein Feiertag bei Ihnen?
Rückerstattung bitte bis Ende der Woche
Ich möchte kündigen
Hallo
kündigen bitte
seit 1.3.2020 Kunde
Ich bin seit dem 1. März 2020 bei Ihnen und will kündigen
Rechnung vom 12.11.2026
Die Rechnung vom 12.11.2026 stimmt nicht
Am 5. November habe ich gekündigt
Ich habe bereits zum 31.12. gekündigt
Kundennummer 31.12.
Meine Kundennummer ist 311220
Telefon 0171 3112 2026
Tel. 030/31.12.20
geboren am 31.12.1980
Mein Geburtsdatum: 31.12.1980
geb. 1.4.1975, ich möchte kündigen
innerhalb von 30 Tagen
Widerruf innerhalb von 14 Tagen
letzten Monat abgebucht
Sie haben letzten Monat zweimal abgebucht
Am 3. Mai habe ich mich angemeldet
Bitte antworten Sie bis Freitag
Bitte bestätigen Sie bis zum 15. Dezember den Eingang
Rufen Sie mich morgen an
Bitte sofort zurückrufen
Bitte antworten Sie umgehend
Ich erwarte Ihre Bestätigung bis zum 5.12.
wann endet mein Vertrag?
Wann kann ich kündigen?
Endet mein Vertrag am 31.12.?
Läuft mein Abo bis Ende März?
Wie kündige ich zum Monatsende?
Muss ich bis Ende des Monats kündigen?
Mein Code ist 12.11
Code 311226
Guten Morgen, ich möchte kündigen
Öffnungszeiten Montag bis Freitag 8 bis 18 Uhr
Bitte pausieren Sie bis Ende März
Ich bin bis 15. Januar im Urlaub
12,50 Euro im Monat sind zu viel
9.12 Euro sind zu teuer
Das kostet 20 Euro im Jahr
nicht sofort
Ich kündige nicht zum Jahresende
Warum wurde am 3.11. abgebucht?
Vertrag vom 1.4.2019
Vertragsbeginn 1.4.2019
Zum ersten Mal bin ich unzufrieden
Ich will mein Geld sofort zurück
Sofort!? Das ist ja eine Frechheit, ich ärgere mich
Am 3. Mai wurde mein Konto eröffnet
24/7 erreichbar
Ich bin umgezogen, im März
Mein Mann ist am 3. November verstorben
Ich habe Ihnen am 12.11. geschrieben
Ich habe heute gesehen, dass Sie abgebucht haben
Die Mail kam gestern, den 29.11.
mein Benutzername ist maerz31
anna.mai2027@firma.example
Bestellnummer 2026-11-12
Was passiert, wenn ich zum 31.3. kündige?
Kann ich zum Monatsende kündigen?
entweder zum 31.3. oder zum 30.6.
bin 3 Monate Kunde
ich zahle jeden Monat zum 1. zu viel
"""


def _rows(lines: str) -> list[tuple[str, str]]:
    return [
        (wanted, text)
        for wanted, parted, text in (line.partition(": ") for line in lines.splitlines())
        if parted
    ]


@table("wanted, text", _rows(DATES + PARTS + RELATIVE + BOUNDS + SOONEST + PERIOD + MORE))
def test_the_wished_end_is_heard(wanted: str, text: str) -> None:
    assert heard(text) == wanted


@table("text", NOTHING.strip().splitlines())
def test_other_dates_are_no_end(text: str) -> None:
    assert heard(text) == "-"
