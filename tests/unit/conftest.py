"""Hypothesis without a clock: the machines that run this are shared."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fairwell", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fairwell")
