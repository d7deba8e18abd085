"""The whole of one server: the gateway for customers, and the desk behind its login."""

from __future__ import annotations

from fastapi import FastAPI

from fairwell.bootstrap import App
from fairwell.desk.app import create_desk
from fairwell.gateway.app import create_app


def create_server(app: App) -> FastAPI:
    """Return the gateway with the desk mounted at ``/desk``."""
    return create_app(app, {"/desk": create_desk(app)})
