"""Whether the program runs, and whether it is ready to serve."""

from __future__ import annotations

import psycopg
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from psycopg_pool import PoolTimeout

from registry.queries.clock import state
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
    """Ready: the database answers and has every migration. Says in public only ok or delayed."""
    pool = current_app.extensions["pool"]
    try:
        with pool.connection(timeout=2) as connection:
            behind = missing(connection)
        late = state(pool).registry_is_late
    except (psycopg.Error, PoolTimeout):
        return jsonify(status="delayed"), 503
    return jsonify(status="delayed" if late or behind else "ok"), 503 if behind else 200
