"""An identity token proves something only when everything about it is right."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwell.rules.identity import token
from fairwell.rules.identity.token import (
    LONGEST_TOKEN,
    Claims,
    IdentityRefused,
    Refusal,
    make_token,
    verify_token,
)
from tests.support.tables import table

NOW = dt.datetime(2026, 11, 23, 9, 42, tzinfo=dt.UTC)
CLOCK = int(NOW.timestamp())
OLD, NEW = "old-secret-" + "o" * 32, "new-secret-" + "n" * 32
KEYS = {"old": OLD, "new": NEW}
CLAIMS = {
    "sub": "blumen-mueller",
    "email": "anna.mueller@blumen-mueller.example",
    "aud": "fairwell",
    "iat": CLOCK,
    "exp": CLOCK + 300,
    "jti": "01TOKEN",
}


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(payload: bytes, header: Any = None, secret: str = NEW) -> str:
    """Any header and payload, signed by the standard library with HMAC-SHA-256."""
    header = {"alg": "HS256", "kid": "new"} if header is None else header
    text = f"{encoded(json.dumps(header).encode())}.{encoded(payload)}"
    return f"{text}.{encoded(hmac.digest(secret.encode(), text.encode(), hashlib.sha256))}"


def a_token(header: Any = None, secret: str = NEW, **changes: Any) -> str:
    """A good token but for the changes; ``None`` leaves a claim out."""
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return signed(json.dumps(claims).encode(), header, secret)


def refusal(token: str, keys: dict[str, str] = KEYS, now: dt.datetime = NOW) -> Refusal:
    with pytest.raises(IdentityRefused) as refused:
        verify_token(token, keys, now)
    return refused.value.reason


def test_a_good_token_says_who_it_is_and_until_when() -> None:
    claims = verify_token(a_token(), KEYS, NOW)

    assert claims == Claims(
        user_name="blumen-mueller",
        email="anna.mueller@blumen-mueller.example",
        token_id="01TOKEN",
        usable_until=NOW + dt.timedelta(seconds=330),
    )


def test_the_demos_own_token_is_good() -> None:
    made = make_token("oak-bookshop", None, key_id="old", secret=OLD, token_id="01DEMO", now=NOW)

    claims = verify_token(made, KEYS, NOW)

    assert (claims.user_name, claims.email, claims.token_id) == ("oak-bookshop", None, "01DEMO")


# --- the signature ----------------------------------------------------------------------------


@table("algorithm", ["none", "None", "NONE", "", None, "hs256", "HS384", "RS256"])
@table("secret", [NEW, ""])
def test_every_other_algorithm_is_refused_whatever_signs_it(
    algorithm: str | None, secret: str
) -> None:
    header = {"alg": algorithm, "kid": "new"}

    assert refusal(a_token(header, secret)) in {Refusal.WRONG_ALGORITHM, Refusal.MALFORMED}


def test_a_token_without_a_signature_is_refused() -> None:
    unsigned = jwt.encode(CLAIMS, None, algorithm="none", headers={"kid": "new"})
    head, payload, _ = a_token().split(".")

    assert refusal(unsigned) is Refusal.MALFORMED
    assert refusal(f"{head}.{payload}.") is Refusal.MALFORMED
    assert refusal(f"{head}.{payload}") is Refusal.MALFORMED


def test_a_stronger_hash_with_the_right_secret_is_still_another_algorithm() -> None:
    token = jwt.encode(CLAIMS, NEW * 2, algorithm="HS512", headers={"kid": "new"})

    assert refusal(token, {"new": NEW * 2}) is Refusal.WRONG_ALGORITHM


@table("part", [0, 1, 2])
def test_one_changed_character_breaks_it(part: int) -> None:
    parts = a_token().split(".")
    first = parts[part][10]
    parts[part] = parts[part][:10] + ("A" if first != "A" else "B") + parts[part][11:]

    with pytest.raises(IdentityRefused):
        verify_token(".".join(parts), KEYS, NOW)


def test_another_secret_is_a_bad_signature() -> None:
    assert refusal(a_token(secret="another-secret-" + "x" * 32)) is Refusal.BAD_SIGNATURE
    assert refusal(a_token(secret="")) is Refusal.BAD_SIGNATURE


@table(
    "header",
    [
        {"alg": "HS256", "kid": "new", "crit": ["exp"], "exp": 1},
        {"alg": "HS256", "kid": "new", "b64": False, "crit": ["b64"]},
        {"alg": "HS256", "kid": "new", "typ": "at+jwt"},
        {"alg": "HS256", "kid": "new", "typ": ["JWT"]},
        ["HS256"],
        "HS256",
        7,
    ],
)
def test_headers_that_ask_for_more_or_are_none_are_refused(header: Any) -> None:
    with pytest.raises(IdentityRefused):
        verify_token(a_token(header), KEYS, NOW)


# --- the key ----------------------------------------------------------------------------------


@table(
    "key_id",
    [
        "NEW",
        "new ",
        "new\x00",
        "",
        "../new",
        "../../../../dev/null",
        "/dev/null",
        "file:///dev/null",
        "https://keys.evil.example/new",
        "new' OR '1'='1",
        "${new}",
        "__class__",
        None,
        7,
        True,
        ["new"],
        {"kid": "new"},
    ],
)
@table("secret", [NEW, ""])
def test_a_key_id_is_a_name_of_ours_or_nothing(key_id: Any, secret: str) -> None:
    header = {"alg": "HS256", "kid": key_id}

    assert refusal(a_token(header, secret)) in {Refusal.UNKNOWN_KEY, Refusal.MALFORMED}


def test_a_header_cannot_bring_its_own_key() -> None:
    own = "brought-along-" + "b" * 32
    jwk = {"kty": "oct", "k": encoded(own.encode())}
    inside = {"alg": "HS256", "jwk": jwk, "jku": "https://keys.evil.example/", "x5u": "file:///x"}

    assert refusal(a_token(inside, own)) is Refusal.UNKNOWN_KEY
    assert refusal(a_token({**inside, "kid": "new"}, own)) is Refusal.BAD_SIGNATURE


def test_while_keys_change_old_and_new_are_good_and_a_removed_one_is_not() -> None:
    by_old = a_token({"alg": "HS256", "kid": "old"}, OLD)
    by_new = a_token({"alg": "HS256", "kid": "new"}, NEW)

    assert verify_token(by_old, KEYS, NOW) == verify_token(by_new, KEYS, NOW)
    assert refusal(by_old, {"new": NEW}) is Refusal.UNKNOWN_KEY
    assert refusal(by_new, {}) is Refusal.UNKNOWN_KEY


def test_a_secret_is_good_under_its_own_id_only() -> None:
    assert refusal(a_token({"alg": "HS256", "kid": "old"}, NEW)) is Refusal.BAD_SIGNATURE


# --- the claims -------------------------------------------------------------------------------


@table("audience", [None, "", "Fairwell", "other", ["fairwell"], ["fairwell", "other"], 7, True])
def test_a_token_for_somebody_else_is_refused(audience: Any) -> None:
    assert refusal(a_token(aud=audience)) is Refusal.WRONG_AUDIENCE


def test_a_token_without_an_id_could_be_replayed_and_is_refused() -> None:
    assert refusal(a_token(jti=None)) is Refusal.NO_ID


@table("token_id", ["", "x" * 65, "a\x00b", "a\nb", 7, True, ["x"], "\ud800"])
def test_an_id_that_cannot_be_kept_is_refused(token_id: Any) -> None:
    assert refusal(a_token(jti=token_id)) is Refusal.BAD_CLAIMS


@table("user_name", [None, "", "x" * 65, "a\x00b", "a\u202eb", 7, True, ["x"], {"x": 1}, "\udfff"])
def test_a_user_name_that_is_none_is_refused(user_name: Any) -> None:
    assert refusal(a_token(sub=user_name)) is Refusal.BAD_CLAIMS


@table("email", ["", "x" * 255, "a@b.example\r\nBcc: c@d.example", 7, ["x"]])
def test_an_address_that_is_none_is_refused(email: Any) -> None:
    assert refusal(a_token(email=email)) is Refusal.BAD_CLAIMS


def test_the_address_may_be_left_out() -> None:
    assert verify_token(a_token(email=None), KEYS, NOW).email is None


@table(
    "changes, reason",
    [
        ({"iat": CLOCK + 30, "exp": CLOCK + 330}, None),
        ({"iat": CLOCK + 31, "exp": CLOCK + 331}, Refusal.TOO_EARLY),
        ({"nbf": CLOCK + 30}, None),
        ({"nbf": CLOCK + 31}, Refusal.TOO_EARLY),
        ({"iat": CLOCK - 329, "exp": CLOCK - 29}, None),
        ({"iat": CLOCK - 330, "exp": CLOCK - 30}, Refusal.EXPIRED),
        ({"iat": CLOCK, "exp": CLOCK + 600}, None),
        ({"iat": CLOCK, "exp": CLOCK + 601}, Refusal.LIVES_TOO_LONG),
        ({"iat": CLOCK - 86_400, "exp": CLOCK + 1}, Refusal.LIVES_TOO_LONG),
        ({"iat": 0, "exp": 10**12}, Refusal.LIVES_TOO_LONG),
        ({"iat": CLOCK + 20, "exp": CLOCK + 20}, Refusal.LIVES_TOO_LONG),
        ({"iat": CLOCK + 20, "exp": CLOCK + 10}, Refusal.LIVES_TOO_LONG),
        ({"iat": -(10**400), "exp": 10**400}, Refusal.LIVES_TOO_LONG),
        ({"iat": 10**400}, Refusal.TOO_EARLY),
        ({"exp": -(10**400)}, Refusal.EXPIRED),
    ],
)
def test_when_a_token_is_good(changes: dict[str, Any], reason: Refusal | None) -> None:
    token = a_token(**changes)

    if reason is None:
        assert verify_token(token, KEYS, NOW).token_id == "01TOKEN"
    else:
        assert refusal(token) is reason


@table("name", ["iat", "exp"])
@table("value", [None, "1795426920", 1.5, True, [CLOCK], float("nan")])
def test_a_time_that_is_none_is_refused(name: str, value: Any) -> None:
    assert refusal(a_token(**{name: value})) is Refusal.BAD_CLAIMS


@table("payload", [b"", b"[]", b"7", b"null", b'"x"', b"{", b"\xff\xfe", b"[" * 2500])
def test_a_signed_payload_that_holds_no_claims_is_refused(payload: bytes) -> None:
    with pytest.raises(IdentityRefused):
        verify_token(signed(payload), KEYS, NOW)


# --- what is no token -------------------------------------------------------------------------


@table(
    "text",
    [
        "",
        " ",
        ".",
        "..",
        "a.b.c",
        "a.b.c.d",
        "null",
        "<html>",
        "{}",
        f"Bearer {a_token()}",
        f"{a_token()}\n",
        f" {a_token()}",
        f"{a_token()}=",
        a_token().replace(".", "。"),
        "\ud800.\ud800.\ud800",
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    assert refusal(text) is Refusal.MALFORMED


def test_a_long_token_is_refused_before_anything_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fits = a_token(sub="x" * 2000)
    huge = f"{'A' * 500_000}.{'A' * 500_000}.{'A' * 43}"

    assert len(fits) <= LONGEST_TOKEN
    assert refusal(fits) is Refusal.BAD_CLAIMS
    monkeypatch.setattr(token, "_COMPACT", None)  # whatever looks into the text fails
    monkeypatch.setattr(token, "_HS256", None)
    assert refusal(a_token(sub="x" * 3200)) is Refusal.TOO_LONG
    assert refusal(huge) is Refusal.TOO_LONG


def test_a_refusal_does_not_quote_the_token() -> None:
    with pytest.raises(IdentityRefused) as refused:
        verify_token(a_token(aud="other"), KEYS, NOW)

    assert str(refused.value) == "wrong_audience"


@given(st.text(max_size=200))
def test_no_text_is_ever_anything_but_refused(text: str) -> None:
    with pytest.raises(IdentityRefused):
        verify_token(text, KEYS, NOW)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(CLAIMS)), json_values)
def test_a_signed_claim_of_any_kind_is_good_or_refused_and_nothing_else(
    name: str, value: Any
) -> None:
    token = signed(json.dumps({**CLAIMS, name: value}).encode())

    try:
        claims = verify_token(token, KEYS, NOW)
    except IdentityRefused:
        return
    assert claims.user_name
    assert NOW < claims.usable_until <= NOW + dt.timedelta(seconds=660)
