"""Words that tell German from English on their own, where statistics on a few letters fail.

Words that both languages use in a help chat ("hi", "ok", "stop", "pause", "name", "account",
"bye") are left out on purpose: they decide nothing, so the language a customer has chosen stays.
"""

from __future__ import annotations

_GERMAN_TALK = """
hallo hallihallo moin moinmoin servus grüezi gruezi grüß gruss gruß grüße gruesse griaß tach guten
danke dankeschön dankeschoen bitte tschüss tschüß tschuess tschau ade wiedersehen wiederhören
ja jawohl jawoll jep nein nö nee ne naja klar gerne gern genau richtig stimmt passt korrekt falsch
egal weiter abbrechen abbruch aufhören aufhoeren vergiss lassen zurück zurueck nochmal erneut
hilfe mensch mitarbeiter mitarbeiterin kündigen kuendigen kundigen künden kündigung kuendigung
kundigung gekündigt widerruf widerrufen pausieren löschen loeschen loschen rechnung rechnungen
konto kontos benutzername nutzername zahlung erstattung geld kosten teuer günstiger guenstiger
keine angabe preis kreditkarte karte abo vertrag testphase deutsch englisch firma laden verein
umzug wechsel anbieter nummer telefonnummer beenden leute sprache nix ned net nimmer mog muass
leit versteh bleib isch schmarrn
chönd chönnd händ nöd nüt gits gaht goht wänn öppis öpper dütsch nümme zrugg zruck abbuecht künde
kündet chündigung hesch gsi gfrögt wott möcht zäme mia kriag kriagt kriegt koan oiso ois gell vui
vül wia amoi pfiat sogn bissl
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
# What customers of a subscription say in one language only: in six or more of our own examples.
_GERMAN_CHAT = """
abbestellen abbuchung abbuchungen abend abgeben abgebucht abgelaufen abgelehnt abgemeldet
abgemeldete abgemeldeten abgerechnet abgeschlossen ablauf abmelden abmeldung abmeldungen
abonnement abonnenten abos abrechnung abrechnungsdatum abschluss absenden absender ach adresse
adressen aktiv aktivieren allein allen aller alte alten altes andere anderen anderer anderes
anders anfangen anfrage angaben angeben angegeben angekommen angemeldet anlegen anleitung
anmeldung anruf anrufen antwort antworten antwortet aufbewahren aufgebraucht aufheben auflösen
aufnehmen ausfüllen auskunft auslaufen aussetzen austragungen auswahl automatisch automatische
bald beachten beantrage beantragen beantworten bearbeiten bearbeitet bedeutet bedienung beendet
beendigung behalte behalten bekomme bekommen bekommt belastet belastung beleg benutzer
benutzernamen berechnet bereue berichte besser bestehen bestellt bestellung bestätige bestätigen
bestätigt bestätigung bestätigungscode bestätigungsmail betrag betrieb bevor bezahlen bezahlt
bezahlten bilder bleibe bleiben bleibt bloß brauch brauche brauchen braucht brechen brich bräuchte
bucht dabei dagegen daher damen danach dank datei daten datenschutz datum dauert dazu deaktivieren
denen deshalb deutschland dezember dienst diese diesen dieser doppelt drauf drei drin echt echter
eher eigene eigentlich einfach einfacher einfrieren eingabe eingeben eingegeben eingezogen
einloggen einmal einrichten eintragen einverstanden einwilligung eis empfänger ende enden endet
endgültig entfernen entfernt entschieden erhalten erklär erkläre erklären erledigt erneuert
erreichbar erreiche erreichen erst erstatten erstattet erstellen ersten eurem eurer exportieren
falsche falschen falsches februar fehler fehlt feld fertig finde folgen formular fortsetzen frage
fragen frau frechheit freitag freiwillig frist früher funktion funktionen funktioniert fällig
fällt fürs ganze ganzen garantie gebe geben gebrauch gebraucht gebühr gefunden gehe gehen gehts
gehört gekauft geklappt geklickt gekommen gelesen gelten gelöscht gemacht gemeint genutzt genügt
gerade gesagt geschickt geschieht geschlossen geschrieben gesetz gespeichert gesperrt geworden
gewünscht gezahlt gib gibts gilt ging gleich gott grad grund gründe gut gute guthaben gültig hab
habt halbes hast hatten hauptkonto heißen heißt helfen herbst herren herunterladen hier hiermit
hilft hinterlegt hoch holen hör hören hört immer innerhalb irgendwann jahr jahren jahresabo januar
jemand jemanden juli juni kam kampagnen kannst kassiert kauf kaum kenne klappt klingt klären
kollegin komm komme kommen kommt komplett kompliziert kontakt kontakte kontakten korrigieren
kostenlos kostenlose kostet kriege kunde kunden kundendienst kundennummer kurz könnt könnten künde
kündige kündigt kündigungen kündigungsbestätigung kündigungsfrist lang lange langsam lass lasse
lastschrift laufen laufende laut lautet leer letzte letzten letzter lieber liegen liegt liste
lohnt los loswerden lässt läuft lösche löscht löschung mach mache machen macht mailadresse mann
maschine mei melde melden menschen minuten mitnehmen monat monate monaten monatlich monatliche
monatsende montag mutter märz möcht möglich müsste nachdem nachricht namen nehme nehmen nennen
nett neu neue neuen neuer neues nichtzahlung nie niemand nochmals nun nutze nutzen nutzer nächste
nächsten nächstes nächstmöglichen nämlich nöd nötig obwohl offen oft oktober ordnung paket
passiert passwort pausengebühr pausiere pausiert persönlich pflicht postfach probezeit programm
punkt raus reaktivieren recht rechtzeitig rede reden reicht rein restguthaben richtige rufe ruhen
ruhend runter runterladen rückerstattung rückgängig rückmeldung rücknahme rückruf rückzahlung
sache sag sagen sagt saison satz schick schicken schlecht schlechter schließen schließt schluss
schnell scho schreibe schreiben schreibt schriftlich schritt schönen sechs sehe sehen sein seite
selber senden setzen sicher sichern sieht sofort solange sollen sonntag sonst speichern speichert
sprechen spät später spätestens starten startet statt stehen steht stelle stellen stellt stichtag
stilllegen stilllegung stoppen stornieren streichen stunden ständig suche tabelle tage tagen
telefon telefonisch termin testen testversion trete trotz trotzdem tun uhr umfrage ungültig
unserem unserer unseres unterbrechen unterbrechung unterlagen verbinden vergessen verlange
verlangen verlangt verliere verloren verlängern verlängert verlängerung vernichten versand
verschicken verschickt versehen versehentlich verstanden verstehe vertrags vertragsende verwerfen
verzichte viel viele vielen vielleicht vier voll voraus vorausbezahlt vorausbezahlte vorauszahlung
vorbei vorgang vorgangsnummer vorgestern vorhanden vorher vorhin vorlagen vorstand vorübergehend
waren warten wechseln wechsle weder weg wegen weiteren weiterführen weiterlaufen weitermachen weiß
welchem welchen wem wenig widerrufe widerrufsfrist widerrufsrecht wiederherstellen wiederholen
wirklich wirksam wissen woche wochen wochenende wohin wohl wollt wollte wollten wos wozu während
wäre wünsche würde würden zahl zahle zahlen zahlt zahlungsart zahlungsdaten zehn zeit ziehe zieht
ziffern zugang zugriff zurücknehmen zurücktreten zurückziehen zusammen zusatz zusatzprodukt zwar
zwei zweimal zweite zwischen zählt zäme ändern ärger öffnen öffnungszeiten österreich überhaupt
überlegt übernehmen überspringen übertragen
"""
_ENGLISH_CHAT = """
able accept accepted accident account's activate actually address addresses advance ago ahead all
allowed along although amount annual answer answers anyone anything apply archive around arrived
as ask asked asking assistant automatic automatically automation autumn away bad balance best
better between billed blocked boss bought break buy call came care carry case change changed
charging choir christmas clear clicked close closed closes colleague come comes coming competitor
complicated conditions confirm confirmation confirmed confirming connect consumer contacts
contract cost costs count credit customer customers cut data day days dead dear debit debited
decided deleted department details different discontinue doing dollars drop due during earlier
early effect effective either else elsewhere employee empty end ended ending ends enough entered
erased error even events ever everyone everything exactly expired explain far february few filed
finish finished first fix forgot found four freeze friday full further gave gets getting given
giving goes gone great guarantee half handle hang happen happens happy hasn't haven't having
hereby hope hours husband id information instead itself january july june keep keeping kept kindly
know last late later lawyer leave leaving left let letter like lists long longer look lose lost
lot lower machine made make matter mean meant members membership messages missing mistake monday
month monthly months move moved myself necessary needed needs neither nice night nobody none
nothing notice number offer old once one open opened opted options order ordered own owner package
paid parish part paused pausing pay paying people period permanently pictures plans point policy
possible prefer prepayment price proceed process product promised proof provider purchase question
questions quick rather reach read ready really reason reasons receipt received records reference
refunds registered regret remain remaining remove removed renew renewed reopen report request
requested required restore retention retract return revoke rid ring run running runs safe said
same save saved say saying says scrap secretary send sent shows shut sign signed simply sir six
sleep smaller somebody something soon speak spring staff statutory stay staying stays stopped
stored stuff submitted subscribers summer sunday supposed suspend switch take taken talk talking
telephone tell ten term terminate terminated terminating termination testing thing things think
though thought three through till time times told took treat try trying turn twice two typed under
understand undo undone unpaid uploaded use used using valid wait waiting wanted wants way we'd
we'll we're we've week weeks well went what's when's where's while whole wife wish withdrawing
withdrawn within work works worst write writing written wrongly wrote year yearly years you've
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
GERMAN_ONLY = (GERMAN | frozenset(_GERMAN_CHAT.split())) - ENGLISH - SHARED
ENGLISH_ONLY = (ENGLISH | frozenset(_ENGLISH_CHAT.split())) - GERMAN - SHARED

# English, and Bavarian for "ich", "auch" and "doch": they count only beside other English words.
ENGLISH_BESIDE_OTHERS = frozenset({"i", "a", "do"})

# Words of either language that are nobody's user name; those of our examples might be.
COMMON = GERMAN | ENGLISH | _BOTH
