"""Sign-in of a conversation by the token that the help site's server made for its customer."""

from __future__ import annotations

from collections.abc import Mapping

from fairwell.rules.cases.case import Account, Knowledge
from fairwell.rules.identity.token import Claims, IdentityRefused, Refusal, verify_token
from fairwell.services.context import Context


def sign_in(conversation_id: str, token: str, keys: Mapping[str, str], app: Context) -> bool:
    """Sign a conversation in, and return whether it is signed in now.

    An unknown account leaves the conversation anonymous. The token is used up either way. When
    several conversations carry the same token, only one of them is signed in.

    Raises:
        IdentityRefused: the token proves nothing, or was used before; nothing was changed.
        StoreUnavailable: nothing was changed, and the token may be used again.
    """
    now = app.clock()
    claims = verify_token(token, keys, now)
    with app.store.begin() as work:
        if not work.used_identities.use_once(claims.token_id, claims.usable_until, now):
            raise IdentityRefused(Refusal.REPLAYED)
        account = work.accounts.by_user_name(claims.user_name)
        if account is None or not _is_theirs(account, claims):
            return False
        work.conversations.learn(conversation_id, Knowledge.SIGNED_IN, account.id, now)
        return True


def _is_theirs(account: Account, claims: Claims) -> bool:
    # A user name may be reassigned after a while; a stated address must agree.
    return claims.email is None or claims.email.casefold() == account.email.casefold()
