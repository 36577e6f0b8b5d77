"""Start the provider: ``python -m provider --port 9500 --people people.json …``."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from provider.app import create_app
from provider.client import Client
from provider.inbox import Folder, listen
from provider.people import read_people
from provider.protocol import Server

REFUSAL = (
    "The provider does not start: it signs anybody in as anybody, without a password. "
    "Set FRITTVALG_MODE to demo or test if that is what you want."
)


class QuietHandler(WSGIRequestHandler):
    """Writes no line per request: the addresses hold codes."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def main(arguments: list[str] | None = None) -> None:
    """Serve on the loopback address until stopped; refuse outside demo and test."""
    if os.environ.get("FRITTVALG_MODE") not in ("demo", "test"):
        sys.exit(REFUSAL)
    options = _read(arguments)
    client = Client(
        options.client_id,
        options.client_secret,
        tuple(options.redirect_uri),
        tuple(options.post_logout_uri),
    )
    server = Server(f"http://127.0.0.1:{options.port}", client)
    inbox = Folder(options.inbox) if options.inbox else None
    if inbox and options.smtp_port:
        listen(inbox, options.smtp_port)
    app = create_app(server, read_people(options.people), inbox)
    make_server(
        "127.0.0.1", options.port, app, threaded=True, request_handler=QuietHandler
    ).serve_forever()


def _read(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m provider", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--people", type=Path, required=True, help="JSON file of invented people")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--client-secret", required=True)
    parser.add_argument("--redirect-uri", action="append", required=True, help="may be repeated")
    parser.add_argument("--post-logout-uri", action="append", required=True, help="may be repeated")
    parser.add_argument("--inbox", type=Path, help="folder of the mail that came in")
    parser.add_argument("--smtp-port", type=int, help="where mail is taken in for the inbox")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
