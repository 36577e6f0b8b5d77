"""What gunicorn serves: the application on a house opened in the worker itself, after the fork."""

from __future__ import annotations

import os

import psycopg
from flask import Flask

from registry.house import open_house
from registry.settings import UnsafeConfiguration, from_environment
from registry.store.safety import check_database, check_environment
from registry.vault import MasterKey
from web import create_app

OIDC = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def application() -> Flask:
    """Check the configuration, open the house and wire the application."""
    settings = from_environment()
    if missing := [name for name in ("DATABASE_URL", *OIDC) if name not in os.environ]:
        raise UnsafeConfiguration(f"{missing[0]} mangler. Sett den før du starter.")
    database_url = os.environ["DATABASE_URL"]
    check_environment()
    with psycopg.connect(database_url) as connection:
        check_database(connection, demo=settings.mode != "production")
    key = MasterKey.from_file(settings.key_file)
    house = open_house(database_url, key)
    return create_app(settings, house, {name: os.environ[name] for name in OIDC})
