"""Every page of the product, visited in a real browser: nobody meets a broken or a closed one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from registry.domain.organisation import Organisation, OrganisationKind
from registry.domain.values import MunicipalityNumber
from registry.house import House
from registry.settings import Settings
from tests.conftest import LoadedNation
from tests.journeys import pages, people
from tests.live import Site
from web import create_app

pytestmark = pytest.mark.browser
NOBODY, CODE, CHOSEN = "nobody", "a code", "a code that is used"
LOOKS = [(language, width) for width in (1280, 390) for language in ("nb", "nn", "en")]
WITHOUT_A_PAGE = {
    "health.alive",
    "health.ready",
    "signin.ended_elsewhere",
    "public.heads",
    "public.key",
    "public.document_on_paper",
}
"""Answers for machines, and the empty one that the provider shows in a frame."""
OIDC = {"OIDC_ISSUER": "http://127.0.0.1:1", "OIDC_CLIENT_ID": "t", "OIDC_CLIENT_SECRET": "t"}

OSLO = MunicipalityNumber("0301")

VISITS: dict[str, list[str]] = {
    NOBODY: [
        "/",
        "/?kommune=nes",
        "/kommuner",
        "/kommuner/0301",
        "/kommuner/0301?dato=2024-06-01",
        "/kommuner/{none}",
        "/kommuner/{own_employer}",
        "/kommuner/{unknown}",
        "/kommuner/{unknown}/leverandorer",
        "/kommuner/{ran}",
        "/kommuner/{ran}/leverandorer",
        "/kommuner/0301/tall",
        "/kommuner/{none}/tall",
        "/kommuner/0301/leverandorer",
        "/kommuner/{none}/leverandorer",
        "/kommuner/0301/sammenlign",
        "/kommuner/0301/sammenlign?leverandor={free}&leverandor={second}&leverandor={third}",
        "/kommuner/0301/sammenlign?leverandor={free}&leverandor={second}&vis=alle&visning=tekst",
        "/statistikk",
        "/leverandorer",
        "/leverandorer/{free}",
        "/konsesjoner",
        "/konsesjoner/{concession}",
        "/konsesjoner/{joint}",
        "/konsesjoner/{running}",
        "/konsesjoner/{not_announced}",
        "/konsesjoner/{concession}/avvik",
        "/konsesjoner/{concession}/sporsmal",
        "/konsesjoner/{concession}/dokument",
        "/konsesjoner/{joint}/dokument",
        "/konsesjoner/{concession}/endringer",
        "/konsesjoner/{concession}/ved-siden-av?med={joint}",
        "/mal",
        "/mal/1",
        "/mal/1/endringer",
        "/mal/2/endringer",
        "/mal/horing",
        "/mal/horing/innspill",
        "/mal/horing/innspill/mottatt",
        "/om/data",
        "/om/personvern",
        "/om/tilgjengelighet",
        "/om/rekkefolge",
        "/logg",
        "/velg",
        "/logg-inn",
        "/logg-ut",
        "/logg-inn/svar",
        "/varsler/bekreft?kode=x",
        "/varsler/stopp?kode=x",
        "/finnes-ikke",
    ],
    CODE: ["/min-sak", "/min-sak/velg/{free}", "/min-sak/velg/{full}"],
    CHOSEN: ["/min-sak", "/min-sak/andre"],
    people.CASE_WORKER_IN_OSLO: [
        "/mal/horing/innspill/organisasjon",
        "/arbeidsplass",
        "/for-kommuner",
        "/for-kommuner/tilbud",
        "/for-kommuner/koder",
        "/for-kommuner/koder/ny",
        "/for-kommuner/sporsmal",
        "/for-kommuner/konsesjoner",
        "/for-kommuner/konsesjoner/{concession}",
        "/for-kommuner/konsesjoner/{concession}/kunngjoring",
        "/for-kommuner/konsesjoner/i-dag",
        "/for-kommuner/konsesjoner/{concession}/i-dag",
        "/for-kommuner/tall",
        "/for-kommuner/tall/2025",
        "/for-kommuner/konsesjoner/{concession}/ny-versjon",
        "/for-kommuner/kostnad",
        "/for-kommuner/utkast/{draft}",
        "/for-kommuner/utkast/{draft}/kapittel/4",
        "/for-kommuner/utkast/{draft}/kapittel/9",
        "/for-leverandorer",
        "/for-kommuner/soknader",
    ],
    people.CASE_WORKER: [
        "/for-kommuner/koder",
        "/for-kommuner/tilbud",
        "/for-kommuner/konsesjoner",
    ],
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
        "/for-leverandorer/opplysninger/lonn",
        "/for-leverandorer/opplysninger/driftsmidler",
        "/for-leverandorer/opplysninger/stotte",
        "/for-leverandorer/steder",
        "/for-leverandorer/steder/{granted}",
        "/for-leverandorer/nye-vilkar/{offered}/1",
        "/for-leverandorer/sok",
        "/for-leverandorer/sok/sendt",
        "/for-leverandorer/sporsmal",
        "/for-leverandorer/konsesjoner/{concession}/sporsmal",
        "/for-leverandorer/konsesjoner/{concession}/sporsmal/bpa.switch.notice",
        "/for-leverandorer/valgt",
        "/arbeidsplass/varsler",
    ],
    people.NEWCOMER: ["/for-leverandorer", "/for-leverandorer/registrer"],
    people.EDITOR: [
        "/for-forvaltere",
        "/for-forvaltere/mal",
        "/for-forvaltere/mal/bpa.switch.notice",
        "/for-forvaltere/mal/bpa.purpose.heard/rettelse",
        "/for-forvaltere/mal/nytt-punkt",
        "/for-forvaltere/lov",
        "/for-forvaltere/endringer",
        "/for-forvaltere/horing",
        "/for-forvaltere/prove",
        "/for-forvaltere/rettelser",
    ],
    people.TEMPLATE_APPROVER: [
        "/for-forvaltere",
        "/for-forvaltere/godkjenning",
        "/for-forvaltere/ofte-endret",
    ],
    people.OWNER_IN_OSLO: [
        "/arbeidsplass/folk",
        "/arbeidsplass/folk/rolle",
        "/arbeidsplass/folk/inviter",
        "/arbeidsplass/kode",
        "/for-kommuner/oppgaver",
        "/for-kommuner/oppgaver/ny",
        "/for-kommuner/oppgaver/enhet",
    ],
    people.IN_A_DISTRICT: ["/for-kommuner", "/for-kommuner/koder"],
    people.ORDERER: ["/for-kommuner", "/for-kommuner/bestillinger"],
    people.IN_TWO_PLACES: ["/arbeidsplass", "/arbeidsplass/varsler", "/for-kommuner/oppfolging"],
    people.FOLLOW_UP_OFFICER: ["/for-kommuner/oppfolging"],
    people.READER: ["/for-leverandorer/opplysninger", "/for-leverandorer/steder"],
    people.COMPLAINT_COUNTER: ["/for-statsforvaltere", "/for-statsforvaltere/0301"],
    people.AUDITOR: ["/for-revisjon", "/for-revisjon/fullmakter", "/for-revisjon/arbeidsplasser"],
}
REFUSED = {
    (NOBODY, "/logg-inn/svar"): 400,
    (NOBODY, "/finnes-ikke"): 404,
    (people.CASE_WORKER_IN_OSLO, "/for-kommuner/konsesjoner/{concession}/i-dag"): 404,
    (people.CASE_WORKER_IN_OSLO, "/for-leverandorer"): 403,
    (people.CASE_WORKER_IN_OSLO, "/for-kommuner/soknader"): 403,
}
"""Pages that say no, and with what status."""
PLANNED = [(who, path) for who, paths in VISITS.items() for path in paths]
OFFERED = """
    SELECT s.number FROM read.admissions a JOIN read.concessions c ON c.id = a.concession
    JOIN read.suppliers s ON s.id = a.supplier JOIN read.places p ON p.admission = a.id
    WHERE c.members[1] = '0301' AND a.status = 'granted' AND p.is_open AND p.ceiling - p.taken
"""
IN_OSLO = """
    SELECT a.id FROM read.admissions a JOIN read.concessions c ON c.id = a.concession
    JOIN read.suppliers s ON s.id = a.supplier JOIN vault.texts t ON t.ref = s.name_ref
    WHERE c.members[1] = '0301' AND
"""
A_DRAFT = f"""
    INSERT INTO vault.drafts (draft_id, organisation_id, kind, body, changed_at)
    VALUES ('{UUID(int=7)}', '{Organisation.id_for(OrganisationKind.MUNICIPALITY, OSLO)}',
            'concession', '{{"form": "full", "bpa-switch-notice": "3"}}', now())
    ON CONFLICT (draft_id) DO UPDATE SET version = 1 RETURNING draft_id
"""
ASKED = {
    "draft": A_DRAFT,
    "none": "SELECT min(number) FROM read.municipalities WHERE stated = 'none'",
    "own_employer": "SELECT min(number) FROM read.municipalities WHERE stated = 'own_employer'",
    "unknown": "SELECT min(number) FROM read.municipalities m WHERE stated = 'unknown' AND NOT EXISTS"
    " (SELECT FROM read.concessions c WHERE c.members @> ARRAY[m.number])",
    "ran": "SELECT min(members[1]) FROM read.concessions WHERE running IS NOT NULL",
    "running": "SELECT id FROM read.concessions WHERE running IS NOT NULL ORDER BY members LIMIT 1",
    "not_announced": "SELECT c.id FROM read.concessions c"
    " JOIN read.documents d ON d.concession = c.id AND d.number = 0 WHERE notice_required = 'doffin'"
    " AND doffin_on IS NULL AND c.status = 'published' AND c.valid_to = '9999-12-31' LIMIT 1",
    "offered": f"{IN_OSLO.replace('0301', '3301')} t.body = 'Lysning BPA AS' LIMIT 1",
    "concession": "SELECT id FROM read.concessions WHERE members[1] = '0301' LIMIT 1",
    "joint": "SELECT id FROM read.concessions WHERE members[1] = '3403' LIMIT 1",
    "free": f"{OFFERED} > 2 GROUP BY 1 ORDER BY 1 LIMIT 1",
    "second": f"{OFFERED} > 2 GROUP BY 1 ORDER BY 1 OFFSET 1 LIMIT 1",
    "third": f"{OFFERED} > 2 GROUP BY 1 ORDER BY 1 OFFSET 2 LIMIT 1",
    "full": f"{OFFERED} <= 0 LIMIT 1",
    "rejected": f"{IN_OSLO} a.status = 'rejected' LIMIT 1",
    "granted": f"{IN_OSLO} a.status = 'granted' AND t.body = 'Lysning BPA AS' LIMIT 1",
}
"""What stands in the nation that the addresses need."""


@pytest.fixture(scope="module")
def known(site: Site) -> dict[str, str]:
    with psycopg.connect(site.database.url("frittvalg_owner")) as owner:
        rows = {name: owner.execute(query).fetchone() for name, query in ASKED.items()}
    assert all(rows.values()), rows
    return {name: str(row[0]) for name, row in rows.items() if row}


@dataclass
class Visitor:
    """One browser, and what it has complained about in its console."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)


@pytest.fixture(scope="module")
def visitors(
    site: Site, loaded: LoadedNation, known: dict[str, str], chromium: Browser
) -> Iterator[Callable[[str], Visitor]]:
    """The browser of one of the visitors, signed in the first time it is asked for."""
    codes = [code.code for code in loaded.codes if code.municipality == "0301"]
    opened: dict[str, Visitor] = {}

    def visitor(who: str) -> Visitor:
        if who not in opened:
            opened[who] = Visitor(chromium.new_context(base_url=site.base).new_page())
            _enter(opened[who].page, who, codes, known["free"])
        return opened[who]

    yield visitor
    for each in opened.values():
        each.page.context.close()


def _enter(page: Page, who: str, codes: list[str], number: str) -> None:
    if who in (CODE, CHOSEN):
        page.goto("/velg")
        page.get_by_label("Koden i brevet").fill(codes[who == CHOSEN])
        page.get_by_role("button", name="Åpne saken min").click()
    if who == CHOSEN:
        page.goto(f"/min-sak/velg/{number}")
        page.get_by_role("button", name="Ja, velg").click()
    elif who not in (NOBODY, CODE):
        people.sign_in(page, who)


@pytest.mark.parametrize(
    ("who", "path"), PLANNED, ids=[f"{path} as {who}" for who, path in PLANNED]
)
def test_a_page_is_whole_and_open_to_everybody(
    who: str, path: str, visitors: Callable[[str], Visitor], known: dict[str, str]
) -> None:
    """Each page once, in bokmål, nynorsk and English and on wide and narrow screens by turns."""
    language, width = LOOKS[PLANNED.index((who, path)) % len(LOOKS)]
    visitor = visitors(who)
    visitor.complaints.clear()
    visitor.page.set_viewport_size({"width": width, "height": 900})
    prefix = "" if language == "nb" else f"/{language}"
    address = prefix + path.format(**known)
    answer = visitor.page.goto(address, wait_until="domcontentloaded")
    assert answer is not None
    status = REFUSED.get((who, path), 200)
    assert answer.status == status
    assert pages.faults(visitor.page, answer.text(), language) == []
    # The browser also notes a status that says no; that one is meant.
    assert [each for each in visitor.complaints if f"status of {status}" not in each] == []


def test_a_broken_page_would_be_noticed(chromium: Browser) -> None:
    """The checks above see what they are there to see."""
    source = (
        "<!doctype html><html lang=nn><title>Side</title><p id=a>case.opened own_only<p id=a>"
        "<div style='width:9000px'><img src=''></span>00000000-0000-4000-8000-000000000000"
    )
    page = chromium.new_page()
    page.set_content(source)
    found = pages.faults(page, source, "nb")
    page.close()
    for expected in (
        "not valid HTML", "id more than once: a", "0 main headings", "title: Side", "language: nn",
        "data are invented", "search engines", "inline: style", "px sideways", "shows case.opened",
        "shows own_only", "shows 00000000", "axe image-alt",
    ):  # fmt: skip
        assert any(expected in each for each in found), (expected, found)


def test_no_page_is_forgotten(house: House, known: dict[str, str]) -> None:
    """A new view that nobody visits above fails here."""
    settings = Settings("test", Path("."), 8000, Path("key"), None, None, None, "00 12 34 56")
    app = create_app(settings, house, OIDC)
    addresses = app.url_map.bind("127.0.0.1")
    visited = set()
    for path in {path for _, path in PLANNED} - {"/finnes-ikke"}:
        visited.add(addresses.match(path.format(**known).partition("?")[0])[0])
    views = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert views - visited == WITHOUT_A_PAGE
