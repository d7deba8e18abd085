"""Words that an account is not called by: talk, topics, given names, and words that say "none"."""

from __future__ import annotations

import re

from fairwell_engine.hearing.shapes.handles import ORDINARY_PARTS
from fairwell_engine.hearing.shapes.words import COMMON, ENGLISH_ONLY, GERMAN_ONLY

# What stands alone as an answer and names nothing: calls, moods, insults, commands, hedges.
_TALK = """
hi hey hello huhu hallöchen holla na tag moin mahlzeit okay okey oki okidoki k kk jo joa jup
jupp jepp yo yea yeah yay nah nay nee nope nada niente nix njet jein vielleicht eventuell evtl
maybe perhaps möglicherweise possibly probably wahrscheinlich vermutlich hm hmm hmmm hmpf äh ähm
öhm uh uhm um umm err erm ach achso aha oh ooh ups oops upps sorry sry entschuldigung pardon
verzeihung excuse moment momentchen augenblick sekunde minute wait hold warte warten halt stopp
stop stoppen abbruch ende end exit quit abort zurück back weiter weitere next go los start
starten begin help hilfe info infos menü menu chat bot robot roboter human mensch mitarbeiter
mitarbeiterin berater agent operator support kundendienst kundenservice hotline chef boss
manager person jemand someone anybody niemand nobody quatsch unsinn blödsinn mist scheiße
scheisse scheiss kacke fuck fucking shit damn crap bloody idiot idioten idiots depp deppen arsch
arschloch arschlöcher asshole wichser trottel dumm doof blöd stupid dumb moron morons rubbish
nonsense bullshit wtf lol haha hahaha hihi rofl omg egal wurst whatever schade pech glück super
toll prima klasse great nice cool perfect perfekt wunderbar awesome geil krass wow danke
dankeschön merci thx ty thanks tausend bitteschön gern gerne welcome cheers tschau ciao tschö
bye goodbye later servus baba schnell sofort umgehend dringend asap urgent quickly jetzt gleich
später heute morgen never niemals geheim privat private secret confidential vertraulich anonym
anonymous datenschutz dsgvo gdpr privacy beides both keins keines keiner keine none neither
weder nichts nothing unbekannt unknown vergessen forgotten forgot verloren lost dunno idk keinen
ahnung idea clue keinplan weissnicht weißnicht test testing asdf asdfgh qwertz qwerty bla blabla
blah foo xxx abc wieso weshalb warum wozu why what how when where who was wer wie wo welche
welcher welches which really wirklich echt ernsthaft seriously exactly genau eben halt leider
unfortunately natürlich selbstverständlich certainly naturally obviously logisch logo freilich
sicher sure einverstanden agreed agree zustimmung accept akzeptiert fertig done ready erledigt
bereit kündigen kündige kündigung kuendigung kuendigen stornieren storno widerruf löschen
pausieren pause cancel cancellation unsubscribe delete refund rückerstattung erstattung geld
money rechnung rechnungen invoice bill kosten preis preise price prices passwort password pin
login anmelden einloggen abmelden ausloggen logout account konto abo vertrag contract
subscription kunde kundin customer nutzer benutzer user name namen username mail email e-mail
adresse address telefon handy phone nummer number kundennummer vertragsnummer rechnungsnummer
straße street plz ort stadt city land country deutsch english german englisch french sprache
language ja nein yes no doch ich wir siehe see oben above unten below hier here dort there
angaben daten details data everything alles überspringen skip passe pass egal verweigert refuse
decline abgelehnt nö nene neee jaja ja-ja gruß grüße gruss gruesse grüsse lg mfg vg regards
sincerely best kind freundliche viele liebe dear herr frau mr mrs ms dr mister sir madam geehrte
damen herren team firma company business shop laden geschäft verein club teuer expensive bezahlt
unnötig zufrieden unzufrieden lassen aufhören weg raus out fort anrufen ruf rufen rückruf
callback call verbinden versteht verstehe understand nochmal again wiederholen repeat falsch
wrong richtig correct korrekt right left fehler error problem komisch weird seltsam strange
interessant interesting gut good okidoki besser better schlecht bad betrug betrüger scam scammer
scammers fraud abzocke abzocker frechheit unverschämt lächerlich schön schöne schoen sec secs
sek huh hä häh hae eh somewhere anywhere everywhere nowhere elsewhere inzwischen mittlerweile
zwischenzeitlich nunmehr derzeit zurzeit aktuell momentan gegenwärtig künftig currently
presently nowadays today tonight tomorrow yesterday forever ever yet still quite rather reply
answer write send call ask tell say give take keep leave go come see look listen read wait try
antworten schreiben senden schicken fragen sagen geben nehmen behalten gehen kommen sehen
schauen hören lesen warten probieren versuchen machen tun mach tu lass nimm gib sag frag schreib
schick komm geh ernst spaß scherz blah nada naja jaja soso tja oha aua aha sonstiges anderes
andere anderer other others irgendwer irgendeine irgendein nirgends nirgendwo überall hierher
dorthin nochmals abermals sounds seems looks denke dachte meinte thought reset restart neustart
reboot refresh fein recht brb useless ridiculous pathetic terrible awful horrible hopeless
clueless unbelievable outrageous disgusting unmöglich unfassbar unglaublich peinlich furchtbar
schrecklich schlimm ätzend nervig lästig entweder oder sonst ansonsten notfalls deswegen deshalb
daher darum drum folglich rest übrige übrigens außerdem zudem ferner dennoch trotzdem jedenfalls
sowieso eh ohnehin allerdings jedoch dafür dagegen davor danach vorher nachher früher damals
neulich kürzlich bald demnächst irgendwann irgendwie irgendwo irgendwas meistens manchmal oft
selten kaum fast beinahe ungefähr etwa circa vorerst zuerst zuletzt schließlich endlich
wenigstens mindestens höchstens immerhin hoffentlich angeblich anscheinend scheinbar offenbar
lieber besser eher umsonst vergeblich vorsichtshalber sicherheitshalber ersatzweise alternativ
otherwise else alternatively therefore hence thus besides moreover furthermore however though
although anyway regardless meanwhile formerly previously recently lately soon eventually finally
lastly firstly secondly sometimes often usually mostly hardly barely almost nearly roughly
approximately apparently supposedly hopefully namely specifically respectively reckon suppose
guess assume figure imagine guess presume gather hope expect oje ojemine ohje herrje mensch
meine ächz seufz sigh argh grr ugh meh pff phew mine ours hers theirs yours deins meins unseres
ihres sein dat det wat datt ditt dis es des kundennr kdnr rechnungsnr vertragsnr inhaber
inhaberin owner geschäftsführer geschäftsführerin manager ridiculous ludicrous joke witz ernst
lustig funny traurig sad müde tired genug enough fertisch
"""
_ORDERS = """
nehmt nimm nutzt benutzt verwendet schreibt schickt sendet fragt ruft kommt schaut seht lasst macht
güte gütiger himmel gottchen grief heavens goodness gracious gosh blimey crikey
"""
_GIVEN_NAMES = """
adam adrian agnes aisha albert alex alexander alexandra ali alice alina amanda amelia amy andrea
andreas andrew andy angela angelika anita anja anke ann anna anne annette annika anthony antje
anton antonia arthur astrid axel barbara barry beate beatrice ben benjamin bernd bert bettina
bianca bill birgit björn bob brian brigitte britta bruce bruno carl carla carmen carol caroline
carsten cathy charles charlie charlotte chris christa christian christiane christina christine
christoph claire clara claudia colin conny craig daniel daniela dave david dean deborah denise
dennis derek diana dieter dirk dominik donald donna doris dorothea doug edith edward elena elias
elisabeth elizabeth elke ella ellen emil emily emma erich erik erika ernst eva evelyn fabian
fatima felix ferdinand finn fiona florian frank franz franziska fred frederik frieda friedrich
fritz gabi gabriele gareth gary gemma georg george gerald gerd gerhard gerlinde gertrud gina
gisela giuseppe gordon grace graham greg greta gregor gudrun günter günther guido gustav hanna
hannah hannelore hannes hans harald harriet harry heather heide heidi heike heiko heinrich heinz
helen helena helga helmut henning henrik henry herbert hermann hilde hildegard holger horst
hubert hugo ian ilona ilse ines inga inge ingeborg ingo ingrid irene iris irmgard isabel
isabella jack jackie jacob jacqueline jakob james jamie jan jana jane janet janine jasmin jason
jean jeff jennifer jenny jens jeremy jessica jill jim joachim joan joanna jochen joe joel
johanna johannes john jonas jonathan jörg josef joseph josh joshua judith judy julia julian
juliane julie jürgen jutta kai karen karin karl karla karsten katharina kathleen kathrin katja
katrin keith kelly ken kenneth kerstin kevin kim klaus konrad kristin kurt lara larry lars laura
lauren lea lena leo leon leonie liam lina linda lisa liz lorenz louis louise lothar luca lucas
lucy ludwig luis luisa lukas luke lydia maike malte manfred manuel manuela marc marcel marco
marcus margaret margarete margit margot maria marianne marie marina mario marion mark markus
marlene martha martin martina mary mathias matthew matthias max maximilian megan mehmet melanie
melissa mia michael michaela michelle miguel mike mila miriam mohammed monica monika moritz
nadine nadja nancy natalie natascha neil nicholas nick nicola nicole niklas nils nina noah nora
norbert olaf oleg oliver olivia oscar otto pam pamela pascal patricia patrick paul paula pauline
peggy peter petra phil philip philipp pia priya rachel rainer ralf ralph ravi raymond rebecca
regina reinhard renate rené richard rita rob robert robin roger roland rolf roman ronald rosa
rosemary roswitha roy rüdiger rudi rudolf ruth ryan sabine sabrina sally sam samantha samuel
sandra sarah saskia scott sean sebastian silke silvia simon simone sofia sonja sophia sophie
stefan stefanie steffen stephan stephen steve steven stuart sue susan susanne sven sylvia tamara
tanja ted terry theo theresa theresia thomas thorsten tim timo tina tobias todd tom tony torsten
tracy udo ulf uli ulrich ulrike ursula ute uwe valentin valerie vanessa vera verena veronika
victor victoria viktor viktoria vincent volker walter waltraud wendy werner wilhelm will william
wolfgang yvonne zoe müller schmidt schneider fischer weber meyer meier maier mayer wagner becker
schulz hoffmann schäfer koch bauer richter klein schröder neumann schwarz zimmermann braun
krüger hofmann hartmann lange krause lehmann schmitt köhler herrmann huber smith jones williams
taylor davies evans thomas roberts johnson walker wright robinson thompson hughes
"""
_NONE = """
none n/a na keiner keine keinen keins nichts nothing nix unbekannt unknown vergessen forgotten ?
?? ??? - -- — / no nein nope nö nicht not weiß weiss weißnicht keinplan geheim secret privat
private dunno idk vorhanden fehlt missing leer empty blank null
"""

# Parts of insults, whatever they are joined to.
INSULT = re.compile(
    r"idiot|pfosten|arsch|(?<![a-z])depp|saftladen|wichs|penner|trottel|vollhonk|muppet|"
    r"moron|wank(?:er|st)"
    r"|bastard|bitch|cunt|jerk|loser|gesindel|schwachkopf|dumpf|dummkopf|hornochs|"
    r"blödmann|schei(?:ß|ss)"
    r"|fuck|shit|bullsh|verbrecher|gauner|dickhead|twat|numpt|plonker|pillock|crook|thieves|liar",
)
PERSONS = frozenset(_GIVEN_NAMES.split())
NONE = frozenset(_NONE.split())
TALK = frozenset(_TALK.split())
# No account is called by one of these if it stands alone; after "user name:" it may be.
ORDINARY = TALK | frozenset(_ORDERS.split()) | COMMON | GERMAN_ONLY | ENGLISH_ONLY | ORDINARY_PARTS
