"""Runs the product on one machine: parts, their order, their logs, and a clean end."""
