"""Sign-in of the chat API: a refused token is answered without the reason."""

from __future__ import annotations

import structlog

from fairwell.bootstrap import App
from fairwell.gateway.problems import Problem
from fairwell.rules.identity.token import IdentityRefused
from fairwell.services.cases import sign_in as case_sign_in

log = structlog.get_logger()


async def sign_in(app: App, conversation_id: str, token: str, language: str) -> None:
    """Sign a new conversation in; it stays anonymous when the token's account is not known.

    Raises:
        Problem: the token is refused (401 ``identity_refused``), whatever the reason.
        StoreUnavailable: nothing was changed.
    """
    try:
        known = await app.pools.chat.run(
            case_sign_in.sign_in, conversation_id, token, app.settings.identity_secrets, app
        )
    except IdentityRefused as refused:
        log.warning("identity_refused", reason=refused.reason.value)
        raise Problem(401, "identity_refused", language) from refused
    if not known:
        # For the operator, whose help site and directory disagree; customers get no hint.
        log.warning("identity_without_account", conversation=conversation_id)
