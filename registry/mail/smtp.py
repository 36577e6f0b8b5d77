"""Hands a mail to the mail server. What comes back is either done, "no" for good, or "try again"."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from registry.settings import UnsafeConfiguration

NOT_SET_UP = "SMTP_URL er ikke satt: ingen får varsler på e-post. Sett den, og kjør frittvalg mail."
LIKE_THIS = "SMTP_URL må være slik: smtp://bruker:passord@vert:587 eller smtps://vert:465"
SECONDS = 15.0
PORTS = {"smtp": 25, "smtps": 465}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class RefusedForGood(Exception):
    """The receiver's address does not take it. Says no more: an address belongs in no log."""


class TryAgain(Exception):
    """It could not be handed over now; why is said without an address."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str | None
    password: str
    is_encrypted: bool
    """From the first byte; else encryption is begun when the server offers it."""


def mail_server(url: str) -> MailServer:
    """The server that SMTP_URL names. Raises UnsafeConfiguration."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise UnsafeConfiguration(LIKE_THIS) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnsafeConfiguration(LIKE_THIS)
    return MailServer(
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username) if parts.username else None,
        unquote(parts.password or ""),
        parts.scheme == "smtps",
    )


def deliver(server: MailServer, mail: EmailMessage) -> None:
    """Hand one mail to one receiver over. Raises RefusedForGood or TryAgain."""
    try:
        smtp = _connected(server)
        try:
            smtp.send_message(mail)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()  # it was taken, or it was not: how the talk ends changes nothing
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        _raise(code, "mottakeren")
    except smtplib.SMTPDataError as refused:
        _raise(refused.smtp_code, "innholdet")
    except smtplib.SMTPResponseException as refused:
        raise TryAgain(f"e-posttjeneren svarte {refused.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as failed:
        raise TryAgain(f"e-posttjeneren svarer ikke ({type(failed).__name__})") from None


def _raise(code: int, what: str) -> None:
    if code >= 500:
        raise RefusedForGood(f"{what} ble avvist med {code}") from None
    raise TryAgain(f"e-posttjeneren svarte {code}") from None


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.is_encrypted:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        smtp.ehlo()
        if not server.is_encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
        elif not server.is_encrypted and server.user and server.host not in LOOPBACK:
            raise TryAgain("e-posttjeneren tilbyr ikke kryptering, så passordet sendes ikke")
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp
