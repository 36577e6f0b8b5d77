"""Every page of the product, visited in a real browser: nobody meets a broken or a closed one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from registry.house import House
from registry.settings import Settings
from tests.conftest import LoadedNation
from tests.journeys import pages, people
from tests.live import Site
from tests.visitor import Visitor
from web import create_app

pytestmark = pytest.mark.browser
NOBODY, CODE, CHOSEN = "nobody", "a code", "a code that is used"
LOOKS = [(language, width) for width in (1280, 390) for language in ("nb", "nn", "en")]
WITHOUT_A_PAGE = {"health.alive", "health.ready", "signin.ended_elsewhere"}
"""Answers for machines, and the empty one that the provider shows in a frame."""
OIDC = {"OIDC_ISSUER": "http://127.0.0.1:1", "OIDC_CLIENT_ID": "t", "OIDC_CLIENT_SECRET": "t"}

VISITS: dict[str, list[str]] = {
    NOBODY: [
        "/",
        "/?kommune=nes",
        "/kommuner",
        "/kommuner/0301",
        "/kommuner/0301?dato=2024-06-01",
        "/kommuner/{none}",
        "/kommuner/{own_employer}",
        "/kommuner/0301/leverandorer",
        "/kommuner/{none}/leverandorer",
        "/kommuner/0301/sammenlign",
        "/kommuner/0301/sammenlign?leverandor={first}&leverandor={second}&leverandor={third}",
        "/kommuner/0301/sammenlign?leverandor={first}&leverandor={second}&vis=alle&visning=tekst",
        "/statistikk",
        "/leverandorer",
        "/leverandorer/{first}",
        "/konsesjoner",
        "/konsesjoner/{concession}",
        "/konsesjoner/{joint}",
        "/konsesjoner/{concession}/avvik",
        "/mal",
        "/mal/1",
        "/om/data",
        "/om/personvern",
        "/om/tilgjengelighet",
        "/om/rekkefolge",
        "/velg",
        "/logg-inn",
        "/logg-ut",
        "/logg-inn/svar",
        "/finnes-ikke",
    ],
    CODE: ["/min-sak", "/min-sak/velg/{free}", "/min-sak/velg/{full}"],
    CHOSEN: ["/min-sak", "/min-sak/andre"],
    people.CASE_WORKER_IN_OSLO: [
        "/arbeidsplass",
        "/for-kommuner",
        "/for-kommuner/tilbud",
        "/for-kommuner/koder",
        "/for-kommuner/koder/ny",
        "/for-kommuner/konsesjoner",
        "/for-kommuner/konsesjoner/{concession}",
        "/for-kommuner/konsesjoner/ny",
        "/for-leverandorer",
        "/for-kommuner/soknader",
    ],
    people.CASE_WORKER: ["/for-kommuner/koder", "/for-kommuner/tilbud", "/for-kommuner/konsesjoner"],
    people.ADMITTER_IN_OSLO: [
        "/for-kommuner",
        "/for-kommuner/soknader",
        "/for-kommuner/soknader/{rejected}",
        "/for-kommuner/soknader/{granted}",
    ],
    people.BIDDER: [
        "/for-leverandorer",
        "/for-leverandorer/opplysninger",
        "/for-leverandorer/opplysninger/presentasjon",
        "/for-leverandorer/opplysninger/wages",
        "/for-leverandorer/opplysninger/budget",
        "/for-leverandorer/opplysninger/support",
        "/for-leverandorer/steder",
        "/for-leverandorer/steder/{granted}",
        "/for-leverandorer/sok",
        "/for-leverandorer/sok/sendt",
        "/for-leverandorer/valgt",
    ],
    people.NEWCOMER: ["/for-leverandorer", "/for-leverandorer/registrer"],
    people.EDITOR: [
        "/for-forvaltere",
        "/for-forvaltere/mal",
        "/for-forvaltere/mal/bpa.switch.notice",
        "/for-forvaltere/endringer",
    ],
    people.TEMPLATE_APPROVER: ["/for-forvaltere", "/for-forvaltere/godkjenning"],
}
REFUSED = {
    (NOBODY, "/logg-inn/svar"): 400,
    (NOBODY, "/finnes-ikke"): 404,
    (people.CASE_WORKER_IN_OSLO, "/for-leverandorer"): 403,
    (people.CASE_WORKER_IN_OSLO, "/for-kommuner/soknader"): 403,
}
"""Pages that say no, and with what status."""
PLANNED = [(who, path) for who, paths in VISITS.items() for path in paths]
