"""Launcher, input channel and what the gateway asks of the engine."""
