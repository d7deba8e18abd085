"""Settings, read from the environment (prefix ``FAIRWELL_``) and checked at start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import limits
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from fairwell import paths
from fairwell.rules.access.roles import Role
from fairwell.rules.identity.keys import check_keys

LIVE_MODEL = "live-model.json"  # in the state folder; engine/fairwell_engine/server/models.py


class Settings(BaseSettings):
    """Everything an operator can set. Each field is the variable ``FAIRWELL_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix="FAIRWELL_",
        extra="ignore",
        hide_input_in_errors=True,  # an error about a key must not print the key
    )

    home: Path = Field(Path("var"), description="state folder: database, mails, logs")
    database_url: str = Field("", description="SQLAlchemy URL; empty = SQLite in the state folder")
    tracker_url: str = Field(
        "", description="the engine's conversations: SQLite or PostgreSQL; empty = tracker.db there"
    )
    policy: str = Field("", description="folder of the policy files; empty = the shipped one")
    models: str = Field("", description="folder of trained models; empty = models/")
    engines: int = Field(
        1, ge=1, le=16, description="engine processes of `fairwell run`, one a processor core"
    )
    hung_after: float = Field(
        60.0, ge=5, description="seconds without a heartbeat after which a part is restarted"
    )
    demo: bool = Field(False, description="load the demo accounts and show /dev/mailbox")

    host: str = Field("127.0.0.1", description="address the gateway listens on")
    port: int = Field(8080, ge=0, le=65535, description="port of the gateway")
    public_url: str = Field("", description="address customers use, for links in mails")
    allowed_origins: list[str] = Field(
        default_factory=list, description="sites that may embed the widget (JSON list)"
    )

    identity_keys: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="keys the help site signs customers in with, JSON object key id -> secret",
    )

    oidc_issuer: str = Field("", description="OpenID provider of the desk's users; empty = none")
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scope: str = "openid profile email"
    oidc_roles_claim: str = Field("roles", description="claim that says what somebody may do")
    oidc_roles: dict[str, list[Role]] = Field(
        default_factory=dict, description="JSON object: value of the claim -> roles of the desk"
    )

    ledger_key: SecretStr = Field(
        SecretStr(""), description="key that signs the note of the ledger's last row"
    )
    ledger_head: str = Field("", description="file of that note; empty = in the state folder")

    webhook_url: str = Field("", description="where lines of webhook conversations are sent")
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="key both sides sign messages of the webhook with"
    )

    limits: str = Field(
        "memory",
        pattern=r"^(memory|off|(redis|rediss|unix)://.+)$",
        description="where requests are counted; off = no limits for clients on this machine",
    )
    limit_conversation: str = Field("60/minute", description="turns of a conversation")
    limit_address: str = Field("600/minute", description="turns, and reads, of a client address")
    limit_new: str = Field(
        "200/minute", description="new conversations, and forms sent, of a client address"
    )
    limit_all: str = Field("6000/minute", description="turns in all")
    turns_at_once: int = Field(8, ge=1, description="turns that a gateway answers at a time")

    engine_url: str = "http://127.0.0.1:5005"  # several, with commas between: by conversation
    engine_key: SecretStr = SecretStr("")
    actions_url: str = "http://127.0.0.1:5055"
    actions_key: SecretStr = SecretStr("")
    turn_deadline: float = Field(10.0, gt=0, description="seconds a turn may take")

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(1025, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_timeout: float = Field(30.0, gt=0)
    mail_senders: int = Field(4, ge=1, le=32, description="mails sent at the same time")
    mail_from: str = "cancellations@fairwell.example"
    mail_from_name: str = "Constant Contact"

    @field_validator("identity_keys")
    @classmethod
    def _fit_to_sign_with(cls, keys: dict[str, SecretStr]) -> dict[str, SecretStr]:
        check_keys(_revealed(keys))
        return keys

    @property
    def identity_secrets(self) -> dict[str, str]:
        """The identity keys in plain text, as token verification needs them."""
        return _revealed(self.identity_keys)

    @field_validator("limit_conversation", "limit_address", "limit_new", "limit_all")
    @classmethod
    def _a_rate(cls, rate: str) -> str:
        limits.parse(rate)  # ValueError where it is none
        return rate

    @field_validator("webhook_url")
    @classmethod
    def _safe_to_call(cls, url: str) -> str:
        parts = urlsplit(url)
        on_this_machine = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1")
        if url and not (on_this_machine or (parts.scheme == "https" and parts.hostname)):
            raise ValueError("must be https, or http on this machine")
        return url

    @property
    def has_webhook(self) -> bool:
        """Whether the webhook accepts conversations; without a secret anybody could send one."""
        return bool(self.webhook_url and self.webhook_secret.get_secret_value())

    @property
    def policy_folder(self) -> Path:
        """The folder of facts.yml and jurisdictions.yml."""
        return Path(self.policy).resolve() if self.policy else paths.POLICY

    @property
    def models_folder(self) -> Path:
        """The folder of trained models."""
        return Path(self.models).resolve() if self.models else paths.MODELS

    @property
    def sqlalchemy_url(self) -> str:
        """The database's URL; SQLite in the state folder when none is configured."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'fairwell.db'}"

    @property
    def conversations_url(self) -> str:
        """The URL of the engine's tracker store; SQLite in the state folder by default."""
        return self.tracker_url or f"sqlite:///{self.home.resolve() / 'tracker.db'}"

    @property
    def base_url(self) -> str:
        """The address at which customers reach the gateway, for links in mails."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    @property
    def live_model(self) -> str:
        """The name of the model the engine serves, as it reported itself; empty if none."""
        try:
            said = json.loads((self.home / LIVE_MODEL).read_text(encoding="utf-8"))
            return str(said["model"] or "").removesuffix(".tar.gz")
        except (OSError, ValueError, KeyError):
            return ""

    @property
    def mail_folder(self) -> Path:
        """The folder in which the local mail catcher stores what it received."""
        return self.home / "mail"


def _revealed(keys: dict[str, SecretStr]) -> dict[str, str]:
    return {key_id: secret.get_secret_value() for key_id, secret in keys.items()}
