"""How people agree in German and English, and what they say beside it, in folded spelling.

``ä`` is ``ae``, ``ß`` is ``ss``; apostrophes are left out, so that "I'm" is ``im``.
"""

from __future__ import annotations

from fairwell_engine.hearing.stance.grammar.phrases import either, optional, word

YES = either(
    word(
        "ja|jo|jau|jap|jep|jepp|jup|jupp|jawohl|jawoll|ja wohl|ja doch|ja klar|klar|klar doch"
        "|na klar|klaro|sicher|natuerlich|selbstverstaendlich|gewiss|unbedingt|auf jeden fall"
        "|definitiv|absolut|freilich|freili|gern|gerne|sehr gern|sehr gerne|einverstanden"
        "|ich bin einverstanden|bin einverstanden|ich stimme zu|stimme zu|zustimmung|zugestimmt"
        "|ich sage ja|ich sag ja|da sage ich ja|da sag ich ja|ich bestaetige|ich bestaetige das"
        "|ich bestaetige es|hiermit bestaetige ich das|hiermit bestaetigt|hiermit bestaetige ich"
        "|bestaetige|bestaetigt|bestaetigen|abgemacht|genehmigt|meinen segen haben sie"
        "|das will ich|das will ich so|ich will das so|ich will es so|ich moechte das so"
        "|das moechte ich|das moechte ich so|so will ich das|so will ich es|genau das will ich"
        "|ja sicher will ich das|natuerlich will ich das|klar will ich das"
        "|am besten gleich|am besten sofort|am besten jetzt|beide daumen hoch|daumen hoch"
    ),
    word(
        "yes|yeah|yep|yup|yess|ya|yea|yah|ye|aye|sure|sure thing|certainly|absolutely|definitely"
        "|of course|for sure|by all means|indeed|affirmative|oui|si|agreed|i agree|we agree"
        "|i am agree|i fully agree|i accept|we accept|accepted|i approve|approved|confirm"
        "|confirmed|i confirm|we confirm|i confirm it|i confirm this|i confirm that|confirm it"
        "|confirm that|thats what i want|that is what i want|this is what i want|i insist"
        "|im happy to proceed|i am happy to proceed|happy to proceed|happy to go ahead"
        "|ready to proceed|ready to go|i say yes|i said yes|my answer is yes|the answer is yes"
        "|its a yes|its a yes from me|that is a yes|thats a yes|gladly|with pleasure|be my guest"
        "|permission granted|you have my permission|you have my go ahead|you have my consent"
        "|you have my approval|roger|roger that|too right|yes indeed|immediately|right away"
        "|straight away|as soon as possible|asap|the sooner the better|je eher desto besser"
        "|je schneller desto besser|so schnell wie moeglich|schnellstmoeglich"
    ),
    # The page's first button is its deed.
    optional(word("i choose|i pick|i take|ich nehme|ich waehle"))
    + word(
        "the first one|the first button|the first option|first button|first option|option one"
        "|den ersten knopf|der erste knopf|erster knopf|die erste schaltflaeche|die erste option"
        "|erste option|button eins|option eins"
    ),
)
# Of these an add-on's bare name may be part: "ja, nur das SMS-Paket".
PLAIN = word("ja|jo|jawohl|klar|genau|gern|gerne|yes|yeah|yep|yup|sure|ok|right|confirmed")
# Right after the page these say yes; after anything else they may answer that.
ACKNOWLEDGES = word(
    "ok|okay|okey|oki|gut|ist gut|is gut|ist ok|ist okay|in ordnung|ist in ordnung"
    "|geht in ordnung|geht klar|passt|passt so|das passt|das passt so|genau|genau so|richtig"
    "|korrekt|stimmt|stimmt so|exakt|klingt gut|k|kk|fine|is fine|its fine|thats fine"
    "|that is fine|fine by me|fine with me|sounds good|alright|all right|correct|exactly"
    "|thats right|thats correct|that is right|that is correct|ok then|okay then|okey dokey"
    "|very well|thats ok|thats ok with me|gut so"
)
PLEASE = word("bitte|bite|bitte sehr|so|jetzt|please|pls|plz|now|then")
# Only before a yes: "ja, hallo" answers a telephone.
GREETING = word(
    "hallo|hi|hey|guten tag|guten morgen|guten abend|moin|moin moin|servus|gruess gott|gruezi"
    "|hello|hi there|hello there|good morning|good afternoon|good evening|hallo zusammen"
)
# Beside a yes these change nothing about it.
BESIDE = either(
    word(
        "danke|danke schoen|dankeschoen|danke sehr|vielen dank|vielen lieben dank|herzlichen dank"
        "|besten dank|danke im voraus|und danke|und vielen dank|merci|und merci"
        "|danke fuer die hilfe|danke fuer alles|danke fuer ihre hilfe|und danke fuer die hilfe"
        "|und danke fuer alles|und danke fuer ihre hilfe|und danke fuer ihre muehe|tschuess"
        "|und tschuess|ciao|auf wiedersehen|und auf wiedersehen|und adieu|adieu|und alles gute"
        "|alles gute|viele gruesse|liebe gruesse|beste gruesse|mit freundlichen gruessen|mfg|lg"
        "|schoenen tag|schoenen tag noch|einen schoenen tag noch"
    ),
    word(
        "ganz sicher|ich bin sicher|ich bin mir sicher|ich bin mir ganz sicher|ich bin ganz sicher"
        "|da bin ich sicher|da bin ich mir sicher|da bin ich ganz sicher|bin sicher|bin mir sicher"
        "|bin ganz sicher|hundertprozentig|hundert prozent|alles richtig|alles richtig so"
        "|alles korrekt|alles stimmt|alles stimmt so|stimmt alles|das stimmt|das stimmt so"
        "|das ist richtig|das ist korrekt|das ist richtig so|passt alles|so wie oben|wie oben"
        "|wie beschrieben|wie oben beschrieben|so wie oben beschrieben|so wie beschrieben"
        "|wie angegeben|wie besprochen|wie gesagt|wie da steht|so wie es da steht|trotzdem"
        "|dennoch|wirklich|endlich|sofort|ab sofort|na gut|also gut|prima|super|perfekt|alles klar"
        "|also|nun|das ist mein wunsch|das ist mein ernst|mein entschluss steht"
        "|mein entschluss steht fest|meine entscheidung steht"
        "|ich habe mich entschieden|so soll es sein|es ist entschieden"
        "|das ist entschieden|entschieden"
        "|schweren herzens|leider|und zwar jetzt|und zwar sofort|immer noch|nach wie vor"
        "|weiterhin|zum letzten mal|hab ich doch gesagt|habe ich doch gesagt|hab ich gesagt"
        "|sag ich doch"
        "|deshalb bin ich hier|deshalb bin ich ja hier|dafuer bin ich hier|darum bin ich hier"
        "|zum naechstmoeglichen zeitpunkt|zum naechstmoeglichen termin|mann|man|mensch|verdammt"
        "|verdammt nochmal|verdammt noch mal|zum teufel|aeh|aehm|oeh|ach|ach ja"
        "|punkt|komma|ausrufezeichen|los jetzt|worauf warten sie|worauf wartest du"
    ),
    word(
        "thanks|thank you|thank you very much|thank you so much|thanks a lot|many thanks|thx|ta"
        "|cheers|and thanks|and thx|and thank you|thank you for your help|thanks for your help"
        "|thanks for everything|thank you for everything|and thanks for your help"
        "|and thanks for everything|bye|goodbye|and goodbye|bye bye|kind regards|best regards"
        "|regards|best wishes|all the best|and all the best|have a nice day|sorry|sorry to go"
        "|sorry to leave|thatd be great|that would be great|that would be lovely|thatd be lovely"
    ),
    word(
        "i am sure|im sure|im certain|i am certain|im quite sure|im very sure|i am quite sure"
        "|im absolutely sure|i am absolutely sure|im positive|quite sure|very sure|i do"
        "|i really do|really|right|good|great|perfect|right now|at once|as described|as above"
        "|as stated|as shown|as discussed|as i said|like i said|everything is correct"
        "|everything is right|everythings correct|all correct|all is correct|all good|all fine"
        "|details are right|details are correct|the details are right|the details are correct"
        "|thats all fine|thats all fine by me|thats all correct|mate|sir|madam|maam|pal|buddy"
        "|dear|folks|guys|boss|anyway|finally|oh|so|um|uh|uhm|er|erm|my mind is made up"
        "|the decision is made|decisions made|its decided|i have decided|ive decided|im decided"
        "|i have made up my mind|ive made up my mind|i made up my mind|thats my final decision"
        "|final answer"
        "|im serious|i am serious|i mean it|at the earliest possible date"
        "|at the earliest date possible|as of the earliest possible date"
        "|still|for the last time|damn it|dammit|damn|for gods sake"
        "|for heavens sake|for the love of god|for crying out loud|thats why im here"
        "|that is why im here|thats what im here for|i said|i told you|im done|i am done"
        "|im ready|i am ready|grand|lovely|brilliant|bring it on"
    ),
)
# What was read or is known agrees to nothing: it may stand beside the deed, not beside a bare yes.
NOTED = either(
    optional(word("ich habe|ich hab|hab|habe"))
    + optional(word("alles|das|das alles|es"))
    + word("gelesen|durchgelesen|gelesen und verstanden|gelesen und einverstanden|verstanden")
    + optional(word("und")),
    word(
        "ich weiss|weiss ich|das weiss ich|ich weiss bescheid|weiss bescheid"
        "|ist mir bewusst|das ist mir bewusst"
        "|ist mir klar|das ist mir klar|die folgen sind mir klar|die folgen kenne ich"
        "|mit dem preis einverstanden|der preis ist ok|der preis passt|die kosten sind mir klar"
        "|das mit dem preis passt|ich bin mit dem preis einverstanden|ich verstehe"
        "|alles andere ist klar|alles geklaert|alle fragen geklaert"
    ),
    optional(word("ive|i have|i"))
    + word(
        "read it|read it all|read everything|read that|read the page|read all of it|understood"
        "|understood it all|read and understood|read and agreed|read and understood everything"
    )
    + optional(word("and")),
    word(
        "i know|i know that|i understand|i understand that|i know what i lose"
        "|i know what it means|i know the consequences|i accept the terms|i accept the conditions"
        "|i am aware of that|im aware of that|i am aware|im aware|i accept the price"
        "|i accept the fee|i agree to the fee|i agree to the price|fine with the price"
        "|fine with the fee|the price is fine|the fee is fine|the price is ok"
    ),
)
