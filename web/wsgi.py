"""What gunicorn serves: the application on a house opened in the worker itself, after the fork."""

from __future__ import annotations

import os
import time

import psycopg
from flask import Flask

from registry.house import open_house
from registry.settings import UnsafeConfiguration, from_environment
from registry.store.backup import backups_in
from registry.store.connection import CONNECT_SECONDS
from registry.store.safety import check_database, check_environment
from registry.vault import MasterKey
from web import create_app

STARTING_SECONDS = 20
OIDC = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def application() -> Flask:
    """Check the configuration, open the house and wire the application."""
    settings = from_environment()
    if missing := [name for name in ("DATABASE_URL", *OIDC) if name not in os.environ]:
        raise UnsafeConfiguration(f"{missing[0]} mangler. Sett den før du starter.")
    database_url = os.environ["DATABASE_URL"]
    check_environment()
    with _connected(database_url) as connection:
        check_database(connection, demo=settings.mode != "production")
    key = MasterKey.from_file(settings.key_file)
    house = open_house(database_url, key, backups_in(settings.backups).redacted)
    return create_app(settings, house, {name: os.environ[name] for name in OIDC})


def _connected(database_url: str) -> psycopg.Connection:
    """Waits for a database that is just starting: a worker that gives up takes the others with it."""
    deadline = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            return psycopg.connect(database_url, connect_timeout=CONNECT_SECONDS)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
