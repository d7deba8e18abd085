"""What the research page says of each jurisdiction: the list that the shipped file must match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STATED: Mapping[str, Mapping[str, Any]] = {
    "DE": {
        "offer_timing": "beside_cancel_control",
        "offer_max": 1,
        "records_years": 6,
    },
    "EU": {
        "offer_timing": "after_receipt",
        "offer_max": 1,
        "withdrawal_days": 14,
    },
    "AT": {
        "records_years": 7,
    },
    "CH": {
        "offer_timing": "after_receipt",
        "records_years": 10,
        "withdrawal_days": 0,
    },
    "FR": {
        "offer_timing": "after_receipt",
        "records_years": 10,
    },
    "UK": {
        "offer_max": 1,
        "offer_timing": "beside_cancel_control",
        "withdrawal_days": 14,
    },
    "US": {
        "offer_max": 1,
        "offer_timing": "beside_cancel_control",
        "withdrawal_days": 0,
    },
    "US-CA": {
        "offer_timing": "beside_cancel_control",
        "offer_max": 1,
    },
    "US-NY": {
        "offer_timing": "beside_cancel_control",
        "offer_max": 1,
    },
    "US-MN": {
        "offer_timing": "after_receipt",
        "offer_max": 1,
        "describe_pause_unasked": True,
    },
    "default": {
        "offer_timing": "beside_cancel_control",
        "offer_max": 1,
        "describe_pause_unasked": False,
        "records_years": 6,
        "withdrawal_days": 14,
    },
}
# Cautious choices, not duties.
OURS: Mapping[str, set[str]] = {
    "DE": {"offer_max"},
    "EU": {"offer_timing", "offer_max"},
    "AT": set(),
    "CH": set(),
    "FR": {"offer_timing"},
    "UK": {"offer_max"},
    "US": {"offer_max"},
    "US-CA": {"offer_max"},
    "US-NY": {"offer_max"},
    "US-MN": set(),
    "default": {"describe_pause_unasked", "records_years"},
}
INHERITS = {
    "DE": "EU",
    "AT": "EU",
    "FR": "EU",
    "EU": "default",
    "CH": "default",
    "UK": "default",
    "US": "default",
    "US-CA": "US",
    "US-NY": "US",
    "US-MN": "US",
    "default": None,
}
