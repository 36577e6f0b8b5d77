"""The web: create_app wires the house to one blueprint an audience. Nothing else happens here."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from flask import Flask

from registry.house import House
from registry.settings import Settings
from registry.words import say
from web import errors, flow, frame, headers, languages, sessions, signin, static_files
from web.access import chosen_place, may_open, organisations, place_key
from web.alerts import alerts
from web.auditor.views import auditor
from web.citizen.views import citizen
from web.clock import today
from web.governor.views import governor
from web.health import health
from web.municipality.views import municipality
from web.node_fields import name_of
from web.node_words import capital
from web.people.views import people
from web.public.views import public
from web.service_words import service_of
from web.steward.views import steward
from web.supplier.fact_sets import FactSet
from web.supplier.views import supplier
from web.workplace import place_name, workplace

MAX_FORM_BYTES = 1_000_000
MAX_FORM_FIELDS = 200


def create_app(settings: Settings, house: House, oidc: dict[str, str]) -> Flask:
    """The application on an open house. `oidc`: OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET."""
    app = Flask(__name__, static_folder=None)
    app.jinja_environment = frame.Templates
    app.config.update(
        DEMO=settings.mode != "production",
        HELP_PHONE=settings.help_phone,
        SENDS_MAIL=settings.smtp_url is not None,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_FORM_FIELDS,
        **oidc,
    )
    app.logger.setLevel(logging.INFO)
    app.extensions["house"] = house
    app.extensions["pool"] = house.pool
    app.url_map.converters["fact_set"] = FactSet
    _jinja(app)
    headers.install(app)
    languages.install(app, today=today)
    static_files.install(app)
    frame.install(app)
    sessions.install(app)
    signin.install(app)
    errors.install(app)
    flow.install(app)
    offices = (workplace, alerts, people, municipality, supplier, steward, governor, auditor)
    for blueprint in (public, citizen, *offices, health):
        app.register_blueprint(blueprint)
    return app


def _jinja(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    helpers: dict[str, Any] = {
        "command_id": lambda: str(uuid4()),
        "say": lambda value: say(value, languages.current()),
        "capital": capital,
        "name_of": name_of,
        "place_key": place_key,
        "may_open": may_open,
        "place_called": place_name,
        "chosen_place": chosen_place,
        "my_places": organisations,
        "service_of": service_of,
    }
    app.jinja_env.globals.update(helpers)
