"""What the audit of the desk knows."""

from enum import StrEnum


class AuditEvent(StrEnum):
    """What the audit knows; the value is its name in the table and in filters."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGOUT = "logout"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (the name of an event)
    LINK_MADE = "link_made"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    USER_CONNECTED = "user_connected"
    USER_PARTED = "user_parted"
    CLAIM = "claim"
    DECLINE = "decline"
    TRANSFER = "transfer"
    RETURN = "return"
    CLOSE = "close"
    READ = "read"
    REVEAL = "reveal"
    SEND = "send"
    NOTE = "note"
    CHANGE = "change"
    SETTLE = "settle"
    CALLER = "caller"
    EXPORT = "export"
    REPLY = "reply"
