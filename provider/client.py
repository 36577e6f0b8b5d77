"""The one client of the provider, and the codes it is given."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass, field
from typing import Any

from provider.people import Person


@dataclass(frozen=True)
class Client:
    """Whoever may ask the provider to sign people in. The method names are Authlib's."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    post_logout_uris: tuple[str, ...]

    @property
    def client_metadata(self) -> dict[str, Any]:
        """What Authlib reads when somebody signs out."""
        return {"post_logout_redirect_uris": self.post_logout_uris}

    def get_client_id(self) -> str:
        """Return the id of the client."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """Return nothing: the address is always stated."""

    def get_allowed_scope(self, scope: str) -> str:
        """Return the part of ``scope`` that is given."""
        return " ".join(word for word in scope.split() if word in ("openid", "profile"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Say whether the address is one of those registered, letter for letter."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Say whether the secret is right."""
        return hmac.compare_digest(client_secret.encode(), self.client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Say whether the client may prove itself by ``method``."""
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        """Say whether this kind of answer is given."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Say whether this kind of grant is given."""
        return grant_type == "authorization_code"


@dataclass(frozen=True)
class Code:
    """What a code stands for until it is used. The method names are Authlib's."""

    person: Person
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    issued_at: float
    code_challenge_method: str = "S256"
    sid: str = field(default_factory=lambda: str(uuid.uuid4()))

    def get_redirect_uri(self) -> str:
        """Return the address the code was sent to."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return what was asked for."""
        return self.scope

    def get_nonce(self) -> str:
        """Return the client's own random word."""
        return self.nonce

    def get_auth_time(self) -> int:
        """Return when the person was picked, in seconds since 1970."""
        return int(self.issued_at)

    def get_acr(self) -> str:
        """Return how surely the person is known."""
        return self.person.acr

    def get_amr(self) -> list[str]:
        """Return how the person was known: picked from a list."""
        return ["picked"]
