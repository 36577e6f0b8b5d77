"""OpenID Connect: authorization code, PKCE with S256, one signing key made at start."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet, RSAKey

from provider.client import Client, Code
from provider.people import Person

CODE_SECONDS = 60
TOKEN_SECONDS = 120
RESOURCE = "urn:altinn:resource:frittvalg"


class Server(AuthorizationServer):  # type: ignore[misc]
    """Everything the provider knows, in memory: it forgets all of it when it stops."""

    def __init__(self, issuer: str, client: Client, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.issuer = issuer
        self.client = client
        self.clock = clock
        self.codes: dict[str, Code] = {}
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.register_grant(OneTimeCode, [StrictPkce(), Identity(self)])
        self.register_endpoint(SignOut)

    def query_client(self, client_id: str) -> Client | None:
        """Return the client, if that is its id."""
        return self.client if client_id == self.client.client_id else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Keep nothing: no address takes an access token."""

    def public_keys(self) -> dict[str, Any]:
        """Return the keys that show that a token is from here."""
        return {"keys": [self.key.as_dict(private=False)]}


class OneTimeCode(AuthorizationCodeGrant):  # type: ignore[misc]
    """A code is taken out at the first try, right or wrong, so it never works twice."""

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep what ``code`` stands for."""
        asked = request.payload.data
        self.server.codes[code] = Code(
            person=request.user,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            nonce=asked["nonce"],
            code_challenge=asked["code_challenge"],
            issued_at=self.server.clock(),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """Take out what ``code`` stands for, unless it is too old."""
        found: Code | None = self.server.codes.pop(code, None)
        if found and self.server.clock() - found.issued_at > CODE_SECONDS:
            return None
        return found

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Do nothing: the code is out already."""

    def authenticate_user(self, authorization_code: Code) -> Person:
        """Return who was picked."""
        return authorization_code.person


class StrictPkce(CodeChallenge):  # type: ignore[misc]
    """PKCE is never optional, and never plain."""

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """Refuse a request without a challenge, or with one that is not S256."""
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A code_challenge with S256 is needed.")
        super().validate_code_challenge(grant, redirect_uri)


class Identity(OpenIDCode):  # type: ignore[misc]
    """The token that says who was picked, and for which organisation."""

    def __init__(self, server: Server) -> None:
        super().__init__(require_nonce=True)
        self.server = server

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """Say no: somebody may go back and pick another person, and the client checks the nonce."""
        return False

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        """Return the key that signs."""
        return self.server.key

    def get_encode_header(self, client: Client) -> dict[str, Any]:
        """Return the header, with the key's name."""
        return {"alg": "RS256", "kid": self.server.key.kid}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """Return who speaks to whom, and for how long."""
        expires = int(self.server.clock()) + TOKEN_SECONDS
        return {"iss": self.server.issuer, "aud": client.client_id, "exp": expires}

    def get_authorization_code_claims(self, authorization_code: Code) -> dict[str, Any]:
        """Return nonce, time and level, and the name of this one sign-in."""
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)
        return claims | {"sid": authorization_code.sid}

    def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
        """Return the person, and the organisation in the form the national sign-in uses."""
        number = {"authority": "iso6523-actorid-upis", "ID": f"0192:{user.organisation}"}
        party = {
            "orgno": number,
            "name": user.organisation_name,
            "resource": RESOURCE,
            "actions": ["read", "write"],
        }
        details = {
            "type": "ansattporten:altinn:resource",
            "resource": RESOURCE,
            "authorized_parties": [party],
        }
        return {"sub": user.sub, "name": user.name, "authorization_details": [details]}


class SignOut(EndSessionEndpoint):  # type: ignore[misc]
    """Signing out: the provider remembers nobody, so it only sends the person back."""

    def get_server_jwks(self) -> KeySet:
        """Return the keys a token must be signed with."""
        return KeySet([self.server.key])

    def end_session(self, end_session_request: Any) -> None:
        """Do nothing: nothing is kept between two sign-ins."""
