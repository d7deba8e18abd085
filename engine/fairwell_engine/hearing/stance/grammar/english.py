"""How the deed of each page is named in English, in the spelling of ``folding``."""

from __future__ import annotations

from fairwell_engine.hearing.stance.grammar.agreeing import PLAIN, PLEASE, YES
from fairwell_engine.hearing.stance.grammar.phrases import either, optional, some, word

_HOW = word(
    "please|pls|plz|kindly|now|right now|right away|straight away|straightaway|immediately"
    "|at once|asap|as soon as possible|effective immediately|just|simply|then|already|finally"
    "|for me|really|definitely|completely|fully|permanently|for good|thanks|thank you|hereby"
    "|still|anyway|after all|at the earliest possible date|as of the earliest possible date"
)
_AROUND = some(_HOW)
_THE = word(
    "my|the|our|this|that|my whole|the whole|the entire|my entire|our whole|this whole|whole"
)
_I = word("i|we")
_WANT = either(
    optional(_I)
    + _AROUND
    + word("want to|wish to|would like to|need to|wanna|want you to|would like you to|do want to"),
    word("id like to|wed like to|id like you to|wed like you to"),
)
_DO = word(
    "do|go ahead and|go on and|lets|you can|you may|go right ahead and|feel free to|so|ok"
    "|get on and|you can go ahead and|please go ahead and|please to|go on|ok lets|i said"
)


def _verb(plain: str, ing: str, done: str, what: str, again: str = "") -> str:
    """A deed by its verb: wanted, ordered, or declared in the first person."""
    it = optional(what)
    does = word(plain) + _AROUND + it + optional(word(again) if again else "") + _AROUND
    return either(
        _WANT + _AROUND + does,
        _AROUND + optional(_DO) + _AROUND + does,
        _I + _AROUND + does,
        word("i want|we want|id like|i would like|i need|please have|please get|have|get")
        + what
        + _AROUND
        + word(done)
        + _AROUND,
        word("im|i am|we are|were") + _AROUND + word(ing) + _AROUND + it + _AROUND,
    )


def _noun(noun: str) -> str:
    """A deed by its noun: "confirm the cancellation"."""
    does = word(
        "confirm|submit|send|send off|record|process|proceed with|go ahead with|continue with"
        "|complete|finalise|finalize|accept|i accept|i confirm|we confirm|i want|i would like"
        "|id like|request|i request|put through|file|do|take|i take|ill take|well take|start"
        "|set up|order|book|make|i declare|get on with"
    )
    named = optional(word("the|my|our|this|that|a")) + word(noun)
    after = word("please|now|confirmed|request|off|through|thanks|then|as described|right away")
    return _AROUND + optional(_DO) + optional(does) + named + some(after)


_IT = word("it|this|that|everything|the lot|it all|the whole thing|all of it|all this")
_ACCOUNT = either(
    optional(_THE) + word("account|subscription|contract|plan|membership|service|sub"), _IT
)
GO_AHEAD = either(
    _AROUND
    + optional(word("you can|you may|lets|do|yes"))
    + _AROUND
    + word(
        "do it|do that|do so|do this|please do|go ahead|go right ahead|go for it|proceed"
        "|proceed with it|proceed with that|proceed with this|go ahead with it"
        "|go ahead with that|get on with it|get it done|make it so|make it happen|send it"
        "|send it off|send it through|send it in|submit|submit it|submit that|process it|go on then"
    )
    + _AROUND,
    _AROUND
    + word(
        "crack on|carry it out|have at it|lets get this done|off you go|lets roll|go on|lets go"
        "|fire away|go|just go|file it|put it through|run it|execute|proceed as described"
        "|sort it out|see it through"
    )
    + _AROUND,
    word("i want to go ahead|i would like to go ahead|id like to go ahead|i want to proceed"),
    word("id like to proceed|i would like to proceed|i wish to proceed|we want to proceed"),
)
_BACK = either(
    _IT,
    optional(_THE) + word("cancellation|request|declaration|pause|deletion|withdrawal|order"),
)


def _parted(first: str, what: str, last: str) -> str:
    """A verb in two parts around its object: "take it back"."""
    does = word(first) + _AROUND + what + word(last) + _AROUND
    return either(_WANT + _AROUND + does, _AROUND + optional(_DO) + _AROUND + does, _I + does)


DEEDS = {
    "cancel": either(
        _verb(
            "cancel|end|close|terminate|shut down|close down|discontinue|cancel away|scrap|kill",
            "cancelling|canceling|closing|ending|terminating",
            "cancelled|canceled|closed|ended|terminated|shut down",
            _ACCOUNT,
        ),
        _parted("shut|close", _ACCOUNT, "down"),
        _noun("cancellation"),
        _AROUND
        + word(
            "pull the plug|get it over with|lets get it over with|lets finish this|finish it"
            "|finish this|wrap it up|let it end|let it die"
        )
        + _AROUND,
    ),
    "pause": either(
        _verb("pause|pause away|freeze|suspend", "pausing|freezing", "paused|frozen", _ACCOUNT),
        _parted("put|place|set", _ACCOUNT, "on hold|on pause|to sleep"),
        _noun("pause"),
        _AROUND
        + word("request it|ill take it|ill take that|send the request|send the request off"),
    ),
    "withdraw": either(
        _verb(
            "withdraw|withdraw from|rescind",
            "withdrawing|withdrawing from",
            "withdrawn|rescinded",
            either(optional(_THE) + word("contract|agreement|purchase|order"), _IT),
        ),
        _noun("withdrawal|withdrawal from the contract"),
    ),
    "delete_data": either(
        _verb(
            "delete|erase|remove|wipe|purge|get rid of|destroy",
            "deleting|erasing",
            "deleted|erased|removed|wiped|gone",
            either(
                optional(word("all|all of"))
                + optional(word("my|the|our|this|that"))
                + optional(word("personal"))
                + word("data|information|details|info"),
                _IT,
                word("them|all|them all|the lot|the data"),
            ),
        ),
        _noun("deletion|erasure"),
    ),
    "access_request": either(
        _verb(
            "request|get|have|receive",
            "requesting",
            "requested",
            either(
                optional(word("the|my|an|a")) + word("access|access request|data request"),
                word("access to my data|access to the data|a copy|the copy|a copy of my data"),
                _IT,
            ),
        ),
        _noun("request|access request|request for access|data request|copy|copy of my data"),
    ),
    "revoke": either(
        _verb(
            "undo|revoke|reverse|revert|reinstate|withdraw|take back|retract",
            "undoing",
            "undone|reversed|revoked|taken back",
            _BACK,
        ),
        _parted("take", _BACK, "back"),
        word("cancel the cancellation|cancel my cancellation|undo please|back please"),
    ),
}
ADDON = "cancel|remove|drop|end|take off|get rid of|switch off|turn off|disable|delete"
ADDON_NAMES = "add on|addon|extra|package|module|feature|option"
# Beside a yes a deed may be put as a polite question: "yes, would you cancel it please".
POLITELY = word("can you|could you|would you|will you")
# To stay is to take a cancellation back; why it was declared may stand beside it.
STAYING = word(
    "im staying|i am staying|i want to stay|id like to stay|ill stay|we are staying|were staying"
    "|i want to keep it|i want to keep my account|id like to keep my account"
    "|i want my account to go on"
)
MISTAKE = word(
    "it was a mistake|that was a mistake|was a mistake|it was an accident|that was an accident"
    "|by mistake|by accident|i changed my mind|ive changed my mind|changed my mind"
    "|i clicked wrong|i clicked by mistake"
)


def addon(names: str) -> str:
    """The deed of the page about an add-on, by the names that it may go by."""
    named = optional(_THE) + word(names) + optional(word(ADDON_NAMES))
    only = optional(word("only|just"))
    does = _verb(
        ADDON,
        "cancelling|dropping|removing",
        "cancelled|canceled|removed|dropped|gone",
        either(only + named, _IT),
        "only",
    )
    return either(
        PLAIN + optional(PLEASE) + only + named + optional(word("only")),
        only + does,
        _parted("take|turn|switch", either(named, _IT), "off"),
        _noun("cancellation"),
    )


_BALANCE = optional(word("the|my|our")) + word("balance|credit|money|prepayment|account|it|its")
AT_BALANCE_END = either(
    some(either(YES, word("please|then|rather|only")))
    + optional(word("cancel|end|close") + optional(_ACCOUNT))
    + word("when|once|as soon as")
    + _BALANCE
    + optional(word("is|has|is all|has been"))
    + word("used up|gone|empty|run out|runs out|spent")
    + some(word("please|then|thanks")),
)
