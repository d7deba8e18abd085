"""What a link of one use is for."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link of one use opens."""

    FIRST_ADMIN = "first_admin"
    PASSWORD = "password"  # noqa: S105 (the name of a purpose)
