"""User names and secrets by the shape of their words.

Pure, with relative imports only: the gateway uses this folder too, by the link
``src/fairwell/rules/privacy/shapes``.
"""
