"""Labels of roles and audit events at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from fairwell.desk.words.cases import no_match_options, tab_labels
from fairwell.desk.words.handoffs import outcome_label, settled_label
from fairwell.i18n.catalogue import gettext as _
from fairwell.rules.access.audit import AuditEvent
from fairwell.rules.access.roles import Role
from fairwell.rules.cases.matching import NoMatch
from fairwell.rules.handoff.speaker import LineRole, Outcome
from fairwell.rules.handoff.todo import Settled
from fairwell.services.staff.audit import COMMAND_LINE, FIRST_ADMIN, NOBODY, PASSWORD, PROVIDER

_ROLES = {
    Role.AGENT: "Agent: takes over conversations",
    Role.SUPERVISOR: "Supervisor: sees all conversations, waiting times, and the audit",
    Role.TRAINER: "Trainer: corrects what the assistant understood",
    Role.APPROVER: "Approver: releases a new model",
    Role.ADMIN: "Admin: manages users, and sees the audit",
}
_SHORT = {
    Role.AGENT: "Agent",
    Role.SUPERVISOR: "Supervisor",
    Role.TRAINER: "Trainer",
    Role.APPROVER: "Approver",
    Role.ADMIN: "Admin",
}
_EVENTS = {
    AuditEvent.LOGIN: "Logged in",
    AuditEvent.LOGIN_FAILED: "Login failed",
    AuditEvent.LOGOUT: "Logged out",
    AuditEvent.PASSWORD_CHANGED: "Password set",
    AuditEvent.LINK_MADE: "Link created",
    AuditEvent.USER_ADDED: "User added",
    AuditEvent.USER_CHANGED: "User changed",
    AuditEvent.USER_DISABLED: "User disabled",
    AuditEvent.USER_ENABLED: "User enabled",
    AuditEvent.USER_CONNECTED: "User connected with their company account",
    AuditEvent.USER_PARTED: "User disconnected from their company account",
    AuditEvent.CLAIM: "Conversation taken over",
    AuditEvent.DECLINE: "Conversation declined",
    AuditEvent.TRANSFER: "Conversation transferred",
    AuditEvent.RETURN: "Conversation returned to the assistant",
    AuditEvent.CLOSE: "Conversation closed",
    AuditEvent.READ: "Conversation read",
    AuditEvent.REVEAL: "Personal data shown",
    AuditEvent.SEND: "Message sent",
    AuditEvent.NOTE: "Note written",
    AuditEvent.CHANGE: "Case changed",
    AuditEvent.SETTLE: "Case settled",
    AuditEvent.CALLER: "Caller checked",
    AuditEvent.EXPORT: "Cases exported",
    AuditEvent.REPLY: "Text block changed",
}
_DETAILS = {
    "user": "user",
    "roles": "roles",
    "teams": "teams",
    "team": "passed to the team",
    "way": "means",
    "to": "passed to",
    "reason": "why",
    "outcome": "outcome",
    "event": "step",
    "mail": "mail",
    "reply": "text block",
    "named": "named",
    "caller": "statement",
    "list": "list",
    "why": "closed because",
}
_STEPS = {
    "verified_by_phone": "verified by phone",
    "effective": "carried out",
    "revoked": "taken back",
    "corrected": "details corrected",
    "mail_again": "mail sent again",
    "for_colleague": "in a colleague's conversation",
    "undone": "last step undone",
    "matched": "matched with an account",
    "asked": "customer asked for the account",
    "unmatched": "closed without an account",
    "reopened": "in the queue again",
    "added": "added",
    "changed": "changed",
    "removed": "removed",
    "restored": "as shipped again",
}
_CHECKED = {"right": "right", "wrong": "wrong"}
_MEANS = {"chat": "chat", "phone": "phone"}
_WORDS = {
    COMMAND_LINE: "command line",
    NOBODY: "unknown",
    FIRST_ADMIN: "first admin",
    PROVIDER: "company account",
    PASSWORD: "password",
}


def role_labels(language: str, roles: Iterable[Role] = tuple(Role)) -> dict[Role, tuple[str, str]]:
    """Return each role's name and what the role is for."""
    return {role: (_(language, _SHORT[role]), _(language, _ROLES[role])) for role in roles}


def event_labels(language: str) -> dict[AuditEvent, str]:
    """Return the text for each kind of audit line."""
    return {what: _(language, _EVENTS[what]) for what in AuditEvent}


def word(text: str, language: str) -> str:
    """Translate a known word in a line, such as the actor where nobody was logged in."""
    return _(language, _WORDS[text]) if text in _WORDS else text


def detail(name: str, value: str, language: str) -> str:
    """Return one detail of a line; a detail without a text of ours stays as it is."""
    label = _(language, _DETAILS[name]) if name in _DETAILS else name
    if name == "roles":
        value = ", ".join(_(language, _SHORT[role]) for role in Role if role in value.split(", "))
    elif name == "outcome" and value in set(Outcome):
        value = outcome_label(Outcome(value), language)
    elif name == "outcome" and value in set(Settled):
        value = settled_label(Settled(value), language)
    elif name == "event" and value in _STEPS:
        value = _(language, _STEPS[value])
    elif name == "why" and value in set(NoMatch):
        value = dict(no_match_options(language))[NoMatch(value)]
    elif name == "list":
        value = dict(tab_labels(language)).get(value, value)
    elif name == "caller" and value in _CHECKED:
        value = _(language, _CHECKED[value])
    elif name == "way" and value in _MEANS:
        value = _(language, _MEANS[value])
    return f"{label}: {word(value, language)}"


def speaker_label(role: LineRole, author: str | None, language: str) -> str:
    """Return whose line of a transcript it is."""
    return {
        "customer": _(language, "Customer"),
        "bot": _(language, "Assistant"),
        "system": _(language, "Note in the chat"),
        "human": author or _(language, "Colleague"),
    }[role]
