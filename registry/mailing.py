"""`frittvalg mail`: tells people by e-mail what waits for them and what has changed."""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback
from contextlib import closing
from email.utils import parseaddr
from typing import Any

import psycopg

from registry.databases import app_url
from registry.house import House, open_house
from registry.mail import worker
from registry.mail.letter import Stationery
from registry.mail.post import Post
from registry.mail.smtp import NOT_SET_UP, mail_server
from registry.mail.writing import Writer
from registry.settings import Settings, UnsafeConfiguration
from registry.store.safety import check_migrated
from registry.vault import MasterKey

PAUSE_SECONDS = 1.0


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("mail", help="send varsler på e-post")
    parser.set_defaults(action=_mail)


def post_of(settings: Settings, house: House) -> Post:
    """What the jobs need. Raises UnsafeConfiguration when something is not set."""
    if not settings.smtp_url:
        raise UnsafeConfiguration(NOT_SET_UP)
    if "@" not in parseaddr(settings.mail_from or "")[1]:
        raise UnsafeConfiguration(
            "MAIL_FROM må være avsenderen, for eksempel Frittvalg <varsler@frittvalg.example>."
        )
    if not settings.site_url:
        raise UnsafeConfiguration(
            "FRITTVALG_URL må være adressen til nettstedet, for eksempel https://frittvalg.example."
        )
    assert settings.mail_from is not None
    paper = Stationery(
        settings.site_url.rstrip("/"), settings.mail_from, settings.mode != "production"
    )
    logs = {"registry": house.registry, "case": house.cases}
    writer = Writer(house.pool, logs, house.mailboxes, paper)
    return Post(house.pool, house.mailboxes, writer, mail_server(settings.smtp_url))


def _mail(settings: Settings, _: argparse.Namespace) -> int:
    """Until stopped; what breaks is told and begun again.

    Raises UnsafeConfiguration: beginning again would not help.
    """
    logging.basicConfig(format="%(asctime)s %(message)s")
    key, url = MasterKey.from_file(settings.key_file), app_url(settings)
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                check_migrated(connection)
            with closing(open_house(url, key)) as house:
                worker.run(url, post_of(settings, house))
                return 0
        except UnsafeConfiguration:
            raise
        except Exception:
            traceback.print_exc()
            print("E-posten begynner igjen der den slapp.", file=sys.stderr, flush=True)
            time.sleep(PAUSE_SECONDS)
