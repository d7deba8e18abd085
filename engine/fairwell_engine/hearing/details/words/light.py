"""Words that name no topic of their own: beside a refusal they change nothing."""

from __future__ import annotations

from fairwell_engine.hearing.shapes.words import ENGLISH_FUNCTION, GERMAN_FUNCTION

_LIGHT = """
whatsoever die der das den dem des man was will war auskünfte auskunft erinnerung rest ein einen
zusammen keinerlei gone clean right user username name names namen login log-in benutzer
benutzername benutzernamen nutzername nutzernamen anmeldename anmeldenamen kennung kundenkennung
nickname handle account konto kontos email e-mail mail mails emails adresse mailadresse
e-mail-adresse emailadresse address mail-adresse daten details data detail infos info
information informationen angaben angabe sowas zeug know known knowing knew remember recall
recollect forgot forgotten lost find found idea clue foggiest faintest slightest sure certain
dunno idk head mind top memory hand blank unsure unknown unbekannt beim besten willen best will
partout a an the am is was be been being do does did and or it its to for in on at by let lets
us them they he she durchaus definitiv definitely certainly bestimmt sicherlich absolut just
simply einfach halt eben weiß weiss weis wissen gewusst kenne kenn kennen gekannt bekannt
erinnern erinnere vergessen vergess verloren verlegt entfallen ahnung plan schimmer dunst
blassen blasse kopf parat auswendig finde gefunden sage sag sagen gebe geb geben gib verrate
verrat verraten nenne nenn nennen preis preisgeben heraus raus rausgeben herausgeben mitteilen
teile angeben kriegt kriegen bekommt bekommen bekomme erfahrt erfahren tell telling told say
saying give giving gave share sharing disclose disclosing provide providing reveal state stating
divulge have has had having got get given habe hab haben hatte hatten gibt gab existiert exist
exists vorhanden benutzt genutzt verwendet used using use besitze besitzen thing such etwas own
hinterlegt angebe zunge angaben solche solchen solcher diese dieser dieses such these grad grade
im ins am beim vom zum zur müsst müssen muss preis ihnen so etwas was gern gerne damit daran
drüber darüber dazu sowas selbst selber auch noch schon doch mal nun registered registriert
angemeldet signed set hinterlegt angegeben leider unfortunately sorry honestly ehrlich mehr
anymore anymore longer genau exactly gerade moment now mate m8 bro pal man mann dude sir madam
ma'am damn hell fuck fucking scheiß bloody gar überhaupt absolutely absolut keinesfalls lieber
ungern rather prefer refuse refusing verweigere möchte möcht mag mog will want wanna would won't
wouldn't business nichts nix an angehen geht euch sie dich dir ihnen you your ur u robot roboter
bot bots computer maschine machine internet online chat stranger strangers fremden fremde jemand
anyone anybody public öffentlich datenschutz datenschutzgründen dsgvo gdpr privacy privat
private personal persönliche persönlichen persönlich secret geheim order court warrant
richterlichen gerichtlichen beschluss gerichtsbeschluss ohne without secretary sekretärin
sekretariat chef boss husband wife mann frau kollegin kollege colleague tochter sohn daughter
son it-abteilung ask fragen nachfragen nachsehen nachschauen check life far ewig lange ago
jahren years time anfang damals back then ever je jemals einziges einzige anything something
everything alles nothing any either neither both beide beides weder noch those these that this
of the out auch auch's damit dazu davon hier da dort erst jemand thanks danke thank cheers mich
mir uns wir ich i we me our my mein meine meinen meinem unser unsere lol haha hmm äh öhm uh um
well na ja nein no nope nee nö sehe see brauchen braucht brauche need warum wieso weshalb wozu
why should sollte welche welcher welches welchem which what was wie wo womit who how when unter
mit with lautet lautete war heißt heißen hieß called wäre looks lost original old alte alten
"""

LIGHT = frozenset(_LIGHT.split()) | GERMAN_FUNCTION | ENGLISH_FUNCTION
