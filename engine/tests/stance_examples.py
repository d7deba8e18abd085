"""A few answers of the tests' own, enough to learn yes and no from."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from fairwell_engine.hearing.encoder.encoders import Vectors
from fairwell_engine.hearing.encoder.multilingual import Multilingual
from fairwell_engine.hearing.examples import PAGES, STANCES, StanceExample
from fairwell_engine.hearing.stance.fitting import fit_stances
from fairwell_engine.hearing.stance.model import StanceModel

_ANSWERS = {
    "yes": """ja | ja bitte | ja gern | mach das | machen Sie das so | einverstanden
        | passt so, weiter | los gehts | ja, so abschicken | bitte so machen | jawohl | genau so
        | yes | yes please | go ahead | do it | sure, go on | please proceed | fine by me
        | that is right, send it
        | perfekt, so kann es raus | schickt es ab | alles korrekt, abschicken | off it goes""",
    "no": """nein | nein danke | lieber nicht | auf keinen Fall | das will ich nicht | lassen Sie es
        | ich möchte das nicht | doch nicht | nee, bloß nicht | no | no thanks | rather not | don't
        | I do not want that | leave it | please do not do that | never | not at all | forget it""",
    "hold": """noch nicht | moment | ich überlege noch | vielleicht | mal sehen | ich weiß nicht
        | erst wenn mein Chef zustimmt | warten Sie | bin unsicher | not yet | wait | let me think
        | maybe later | hold on | only if my boss agrees | I am not sure | need to sleep on it""",
    "change": """bitte zum Jahresende | erst im Januar | andere Mail-Adresse | der Name stimmt nicht
        | lieber zum Monatsende | at the end of the year | only from January | wrong address
        | the name is wrong | make it the end of the month""",
    "ask": """was kostet das | wann ist das wirksam | was passiert mit meinen Daten | warum denn
        | what does it cost | when does it end | what happens to my data | why is that""",
    "none": """guten Tag | schönes Wetter heute | mein Hund heißt Bello | good morning
        | nice weather | my dog is called Rex""",
}
# Under one page a yes, under another not.
_OWN = (
    ("kündigt es", ("cancel",), "yes"),
    ("kündigt es", ("pause", "revoke"), "change"),
    ("pausiert es", ("pause",), "yes"),
    ("pausiert es", ("cancel", "delete_data"), "change"),
)


@cache
def encoder() -> Multilingual:
    """The real one, loaded once."""
    return Multilingual()


@cache
def stances() -> StanceModel:
    """A model of the answers above."""
    examples = [
        StanceExample(text.strip(), PAGES, stance)
        for stance, packed in _ANSWERS.items()
        for text in packed.split("|")
    ]
    examples += [StanceExample(*row) for row in _OWN]
    return fit_stances(examples, Vectors(encoder()), seed=1)


class Believed(StanceModel):
    """A model that is as sure of a yes as a test says; the rest goes to ``second``."""

    def __init__(self, yes: float, second: str = "none") -> None:
        self.sure = np.zeros(len(STANCES))
        self.sure[0], self.sure[STANCES.index(second)] = yes, 1 - yes

    def confidences(self, text: str, vector: Any) -> dict[str, Any]:
        return dict.fromkeys(PAGES, self.sure)
