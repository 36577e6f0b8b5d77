"""Whether the program runs, and whether it is ready to serve."""

from __future__ import annotations

import psycopg
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from psycopg_pool import PoolTimeout

from registry.store.migrate import missing
from web.access import permits

health = Blueprint("health", __name__)


@health.get("/livez")
@permits("everyone")
def alive() -> ResponseReturnValue:
    """Runs. Asks nobody."""
    return jsonify(status="ok")


@health.get("/readyz")
@permits("everyone")
def ready() -> ResponseReturnValue:
    """Ready: the database answers and has every migration. Says no more than that in public."""
    try:
        with current_app.extensions["pool"].connection(timeout=2) as connection:
            behind = missing(connection)
    except (psycopg.Error, PoolTimeout):
        return jsonify(status="delayed"), 503
    return (jsonify(status="ok"), 200) if not behind else (jsonify(status="delayed"), 503)
