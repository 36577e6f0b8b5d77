"""`frittvalg check` finds what is wrong, and nothing where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import admissions, cases, concessions, organisations
from registry.application.erasure import remove_case
from registry.application.running import AsTyped, state_running
from registry.checks import check, reading
from registry.checks.command import _check, lines
from registry.checks.register import text_fields
from registry.checks.result import CONTRADICTED, DRIFTED, TAMPERED, Result
from registry.domain.admission import Admission
from registry.domain.case import Case
from registry.domain.municipality import Municipality
from registry.domain.organisation import Organisation, OrganisationKind
from registry.domain.places import Places
from registry.domain.recorded import Recorded
from registry.domain.roles import Duty
from registry.domain.values import (
    Accepting,
    ClosingGround,
    HoursBand,
    LeadRole,
    MunicipalityNumber,
    OrganisationNumber,
    SupplierKind,
)
from registry.domain.yearly import YearlyFigures, YearlyNumbers
from registry.house import House, open_house
from registry.settings import Settings
from registry.store.audit import Finding
from registry.store.chain import seal_and_sign
from registry.store.snapshots import SHAPE
from tests.conftest import KEY, Database, Projections
from tests.scenario import TODAY, TORE, act
from tests.story import FJELLRYPE, KREKLING, OWN, Story, admit, command, open_case, tell
from tests.tables.test_events import event_classes

pytestmark = pytest.mark.slow

HAMAR = MunicipalityNumber("3403")


@dataclass
class Registry:
    """A small registry that is sound until a test does something to it."""

    house: House
    database: Database
    projections: Projections
    story: Story
    chosen: list[UUID]
    root: psycopg.Connection

    def settle(self) -> None:
        """What the projector's process does: read models, chains and heads."""
        self.projections.catch_up()
        with psycopg.connect(self.database.url("frittvalg_projector"), autocommit=True) as sealer:
            for log in ("registry", "case"):
                seal_and_sign(sealer, log, KEY.signing_key())
                sealer.execute(
                    "INSERT INTO engine.pulse VALUES (%s, now())"
                    " ON CONFLICT (follower) DO UPDATE SET at = excluded.at",
                    (log,),
                )

    def results(self) -> list[Result]:
        with psycopg.connect(self.database.url("frittvalg_owner"), autocommit=True) as owner:
            return check(self.house, owner)

    def found(self) -> dict[str, list[Finding]]:
        return {result.name: result.findings for result in self.results() if result.findings}

    def record(self, aggregate: Recorded, log: str = "case") -> None:
        """Save past the commands, as a fault in one of them might."""
        its = self.house.cases if log == "case" else self.house.registry
        its.save(aggregate, command_id=uuid4())

    def places(self, number: OrganisationNumber = FJELLRYPE) -> Places:
        stream = Places.id_for(self.story.admissions[number])
        return self.house.registrar.cases.get(Places, stream)


@pytest.fixture
def registry(house: House, fresh: Database, projections: Projections) -> Iterator[Registry]:
    """Three people who chose, one who did not, and one who regretted."""
    story = tell(house.registrar, places=2)
    chosen = [open_case(house.registrar, story) for _ in range(5)]
    for case, number in zip(chosen, (FJELLRYPE, FJELLRYPE, KREKLING, OWN), strict=False):
        cases.choose_supplier(house.registrar, command(case), case, story.admissions[number])
    cases.regret_choice(house.registrar, command(chosen[3]), chosen[3])
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as root:
        its = Registry(house, fresh, projections, story, chosen, root)
        its.settle()
        yield its


def test_nothing_is_found_where_nothing_is_wrong(registry: Registry) -> None:
    results = registry.results()
    assert registry.found() == {}
    assert [result.name for result in results if result.told] == []
    counted = {result.name: result.checked for result in results}
    assert counted["Plasser og valg"] == 8, "four places taken, four choices"
    assert counted["Lesemodellen for plasser"] == 3
    assert counted["Lesemodellen for saker"] == 5
    assert counted["Signerte hoder"] == 2
    assert counted["Tekster"] > 3
    assert counted["Henvisninger"] > 10
    assert counted["Kommandoer"] > 20
    assert list(lines(results))[-1] == "Alt stemmer."


INJURIES = {
    "an event's byte": (
        "UPDATE log.registry_events SET state = state || ' ' WHERE notification_id = 9",
        "Registerloggens kjede",
    ),
    "a deleted place": (
        "DELETE FROM log.case_events WHERE notification_id = 11",
        "Saksloggens kjede",
    ),
    "a forged head": (
        "UPDATE engine.heads SET signature = sha512(signature) WHERE log = 'case'",
        "Signerte hoder",
    ),
    "a missing version": (
        "DELETE FROM log.registry_events WHERE topic = 'template.node_written'"
        " AND originator_version = 7",
        "Versjoner uten hull",
    ),
    "a stream without its beginning": (
        "DELETE FROM log.registry_events WHERE topic = 'supplier.registered'",
        "Versjoner uten hull",
    ),
    "a command without what it wrote": (
        "DELETE FROM log.registry_events WHERE notification_id ="
        " (SELECT max(position) FROM log.registry_commands)",
        "Kommandoer",
    ),
    "an event of nobody's making": (
        "INSERT INTO log.registry_events SELECT gen_random_uuid(), 1, topic, '{'"
        " FROM log.registry_events LIMIT 1",
        "Hendelser kan leses",
    ),
    "a case nobody can decrypt": (
        "UPDATE log.case_events SET state = set_byte(state, 20, get_byte(state, 20) # 1)"
        " WHERE notification_id = (SELECT max(notification_id) FROM log.case_events"
        " WHERE topic = 'case.opened')",
        "Hendelser kan leses",
    ),
    "a municipality that is gone": (
        "DELETE FROM log.registry_events WHERE topic = 'municipality.registered'",
        "Henvisninger",
    ),
    "a concession that is gone": (
        "DELETE FROM log.registry_events WHERE topic LIKE 'concession.%'",
        "Henvisninger",
    ),
    "a supplier that is gone": (
        "DELETE FROM log.registry_events WHERE topic LIKE 'supplier.%'",
        "Henvisninger",
    ),
    "an admission that is gone": (
        "DELETE FROM log.registry_events WHERE topic LIKE 'admission.%'",
        "Henvisninger",
    ),
    "a place that was never taken": (
        "DELETE FROM log.case_events WHERE topic = 'places.taken'"
        " AND notification_id = (SELECT min(notification_id) FROM log.case_events"
        " WHERE topic = 'places.taken')",
        "Plasser og valg",
    ),
    "a choice that is gone": (
        "DELETE FROM log.case_events WHERE topic = 'case.supplier_chosen'"
        " AND notification_id = (SELECT min(notification_id) FROM log.case_events"
        " WHERE topic = 'case.supplier_chosen')",
        "Plasser og valg",
    ),
    "a key that is gone": ("DELETE FROM vault.case_keys", "Saksnøkler"),
    "a text that is gone": (
        "DELETE FROM vault.texts WHERE body = 'Krekling BPA AS'",
        "Tekster",
    ),
    "a half nobody finished": (
        "INSERT INTO engine.begun VALUES (gen_random_uuid(), 'close_admission',"
        " '{\"admission\": \"x\"}', gen_random_uuid(), NULL, now() - interval '2 minutes')",
        "Halvferdige handlinger",
    ),
    "a read model ahead of the log": (
        "UPDATE read.tracking SET position = position + 1 WHERE model = 'cases'",
        "Lesemodellenes posisjon",
    ),
    "a projector that fell asleep": (
        "WITH asleep AS (UPDATE engine.pulse SET at = now() - interval '2 minutes')"
        " UPDATE read.tracking SET position = position - 1 WHERE model = 'places'",
        "Projektoren i arbeid",
    ),
    "a parked stream": (
        "INSERT INTO read.parked SELECT 'cases', id, 7, 'case.opened', 'DataError' FROM read.cases"
        " LIMIT 1",
        "Parkerte strømmer",
    ),
    "a snapshot that says something else": (
        "INSERT INTO engine.snapshots SELECT id, 1, '" + SHAPE + "', 'places:Snapshot', '{}'"
        " FROM read.places LIMIT 1",
        "Øyeblikksbilder",
    ),
    "a miscounted place": (
        "UPDATE read.places SET taken = taken + 1 WHERE taken = 2",
        "Lesemodellen for plasser",
    ),
    "a place shown open": ("UPDATE read.places SET is_open = false", "Lesemodellen for plasser"),
    "a case shown as choosing": (
        "UPDATE read.cases SET admission = NULL WHERE admission IS NOT NULL",
        "Lesemodellen for saker",
    ),
    "a case shown to nobody": (
        "DELETE FROM read.cases WHERE admission IS NULL",
        "Lesemodellen for saker",
    ),
}


@pytest.mark.parametrize(("statement", "name"), INJURIES.values(), ids=INJURIES)
def test_an_injury_is_found_by_the_check_that_is_there_for_it(
    registry: Registry, statement: str, name: str
) -> None:
    assert registry.root.execute(statement).rowcount > 0
    assert name in registry.found()


def test_every_check_is_seen_to_find_something(registry: Registry) -> None:
    assert {result.name for result in registry.results()} == {name for _, name in INJURIES.values()}


def test_one_place_more_than_the_ceiling_is_found(registry: Registry) -> None:
    its = registry.places()
    assert len(its.taken) == its.ceiling == 2
    its._record(Places.Taken, act(), place=uuid4())
    registry.record(its)
    registry.settle()
    said = [finding.sentence for finding in registry.found()["Plasser og valg"]]
    assert said[0] == "En plass ble tatt da alle 2 var tatt."
    assert "er ingens" in said[1]


def test_a_lowered_ceiling_takes_nothing_from_those_who_have_a_place(registry: Registry) -> None:
    admission = registry.story.admissions[FJELLRYPE]
    admissions.declare_capacity(
        registry.house.registrar, command(), admission, Accepting.LIMITED, 1
    )
    registry.settle()
    assert registry.found() == {}


def test_a_place_given_by_a_closed_supplier_is_found(registry: Registry) -> None:
    its = registry.places(KREKLING)
    its.close(act())
    its._record(Places.Taken, act(), place=uuid4())
    registry.record(its)
    said = [finding.sentence for finding in registry.found()["Plasser og valg"]]
    assert "En plass ble tatt mens leverandøren ikke tok imot flere." in said


def test_a_place_given_back_that_was_never_taken_is_found(registry: Registry) -> None:
    its = registry.places(KREKLING)
    its._record(Places.Released, act(), place=uuid4())
    registry.record(its)
    assert "var ikke tatt" in registry.found()["Plasser og valg"][0].sentence


def test_a_place_taken_twice_is_found(registry: Registry) -> None:
    its = registry.places(KREKLING)
    its._record(Places.Taken, act(), place=next(iter(its.taken)))
    registry.record(its)
    said = [finding.sentence for finding in registry.found()["Plasser og valg"]]
    assert said == ["En plass ble tatt to ganger."]


def test_one_place_for_two_cases_is_found(registry: Registry) -> None:
    first, other = (registry.house.registrar.cases.get(Case, its) for its in registry.chosen[1:5:3])
    assert first.chosen and first.place and first.dates and other.chosen is None
    other.choose(act(), first.chosen, first.place, first.dates)
    registry.record(other)
    assert ["har ingen plass" in each.sentence for each in registry.found()["Plasser og valg"]] == [
        True
    ]


def test_a_place_at_another_supplier_than_the_chosen_is_found(registry: Registry) -> None:
    case = registry.house.registrar.cases.get(Case, registry.chosen[4])
    first = registry.house.registrar.cases.get(Case, registry.chosen[0])
    assert first.dates
    token, its = uuid4(), registry.places(KREKLING)
    its.take(act(), token)
    case.choose(act(), registry.story.admissions[FJELLRYPE], token, first.dates)
    registry.house.cases.save(case, its, command_id=uuid4())
    assert "har ingen plass" in registry.found()["Plasser og valg"][0].sentence


def delete(registry: Registry, case: UUID) -> None:
    """What the role for retention does."""
    retention = registry.database.url("frittvalg_retention")
    with psycopg.connect(retention, autocommit=True) as connection:
        connection.execute("SELECT log.remove_case(%s)", (case,))


def test_a_removed_case_is_no_finding(registry: Registry) -> None:
    case = registry.chosen[0]
    remove_case(registry.house.registrar, case)
    registry.settle()
    assert registry.found().keys() == {"Halvferdige handlinger"}, "its events are still there"
    delete(registry, case)
    assert registry.found() == {}


def test_a_case_deleted_before_its_place_was_given_back_is_found(registry: Registry) -> None:
    case = registry.chosen[0]
    delete(registry, case)
    assert registry.found().keys() == {"Plasser og valg", "Lesemodellen for saker"}
    registry.root.execute("DELETE FROM read.cases WHERE id = %s", (case,))
    assert "er ingens" in registry.found()["Plasser og valg"][0].sentence


def test_a_case_whose_key_is_gone_is_told_once_and_not_as_a_broken_log(registry: Registry) -> None:
    registry.root.execute("DELETE FROM vault.case_keys WHERE case_id = %s", (registry.chosen[0],))
    with closing(open_house(registry.database.url(), KEY)) as house:
        registry.house = house
        assert registry.found().keys() == {"Saksnøkler", "Lesemodellen for saker"}


def test_a_place_left_alone_by_anything_but_a_removal_is_found(registry: Registry) -> None:
    registry.root.execute(
        "INSERT INTO engine.removed SELECT notification_id FROM log.case_events"
        " WHERE topic = 'case.opened' ORDER BY notification_id LIMIT 1"
    )
    registry.root.execute(
        "DELETE FROM log.case_events WHERE topic = 'case.supplier_chosen' AND originator_id = %s",
        (registry.chosen[1],),
    )
    assert "er ingens" in registry.found()["Plasser og valg"][0].sentence


def says(registry: Registry, accepting: Accepting) -> None:
    """The public half alone."""
    its = registry.house.registrar.registry.get(Admission, registry.story.admissions[OWN])
    its.declare(act(), accepting)
    registry.record(its, "registry")


def closes_the_places(registry: Registry) -> None:
    its = registry.places(OWN)
    its.close(act())
    registry.record(its)


def closes_in_public(registry: Registry) -> None:
    its = registry.house.registrar.registry.get(Admission, registry.story.admissions[OWN])
    its.close(act(), ClosingGround.SUPPLIER_WITHDREW)
    registry.record(its, "registry")


@pytest.mark.parametrize(
    "half",
    [lambda its: says(its, Accepting.NO), closes_the_places, closes_in_public],
    ids=["says no", "closes the places", "closes in public"],
)
def test_an_admission_whose_word_and_places_differ_is_found(
    registry: Registry, half: Callable[[Registry], None]
) -> None:
    half(registry)
    admission = registry.story.admissions[OWN]
    assert [each.where for each in registry.found()["Halvferdige handlinger"]] == [
        f"opptak {admission}"
    ]
    registry.root.execute(
        "INSERT INTO engine.begun VALUES (%s, 'close_admission', jsonb_build_object('admission',"
        " %s::text), %s, NULL)",
        (uuid4(), str(admission), uuid4()),
    )
    assert "Halvferdige handlinger" not in registry.found(), "it is being done just now"


def test_a_closed_admission_and_one_that_never_opened_are_sound(registry: Registry) -> None:
    registrar, story = registry.house.registrar, registry.story
    admissions.close_admission(
        registrar, command(), story.admissions[KREKLING], ClosingGround.BANKRUPTCY
    )
    admissions.declare_capacity(registrar, command(), story.admissions[OWN], Accepting.NO, 3)
    registry.settle()
    assert registry.found() == {}


def test_what_runs_today_is_sound_and_a_supplier_that_did_not_come_in_with_it_is_found(
    registry: Registry,
) -> None:
    registrar, bare = registry.house.registrar, OrganisationNumber("310000043")
    typed = AsTyped(
        None, 2, None, None, None, None, {bare: "Myrull BPA AS", KREKLING: ""}, "Avtale", "Hamar",
        date(2026, 1, 1),
    )  # fmt: skip
    its, _ = state_running(registrar, command(), [HAMAR], typed)
    concessions.publish_concession(registrar, command(TORE), its)
    registry.settle()
    assert registry.found() == {}
    registry.root.execute("DELETE FROM log.registry_events WHERE topic = 'admission.stated'")
    said = [each.sentence for each in registry.found()["Henvisninger"]]
    assert said == [
        "Viser til opptaket av 310000043, som ikke finnes.",
        f"Viser til opptaket av {KREKLING}, som ikke finnes.",
    ]


def test_figures_of_a_municipality_that_is_not_there_are_found(registry: Registry) -> None:
    nowhere, numbers = MunicipalityNumber("0301"), YearlyNumbers(12, *[None] * 11)
    for number in (HAMAR, nowhere):
        registry.record(YearlyFigures.submit(act(), number, 2024, numbers), "registry")
    registry.settle()
    said = [each.sentence for each in registry.found()["Henvisninger"]]
    assert said == ["Viser til kommune 0301, som ikke finnes."]


def test_a_duty_in_the_hands_of_nobody_is_found(registry: Registry) -> None:
    agency = Organisation.open(act(), OrganisationKind.STATE_AGENCY, None, KREKLING)
    registry.record(agency, "registry")
    town = registry.house.registrar.registry.get(Municipality, Municipality.id_for(HAMAR))
    nobody, kind = UUID(int=9), OrganisationKind.STATE_AGENCY
    for organisation in (agency.id, nobody):
        town.grant_mandate(act(), Duty.DECIDES, organisation, kind, None, TODAY, None, keeps=True)
    registry.record(town, "registry")
    registry.settle()
    said = [each.sentence for each in registry.found()["Henvisninger"]]
    assert said == [f"Viser til organisasjon {nobody}, som ikke finnes."]


def test_a_redacted_text_is_no_finding(registry: Registry) -> None:
    registry.root.execute("UPDATE vault.texts SET body = NULL")
    assert registry.found() == {}


def test_every_reference_to_a_text_is_seen() -> None:
    """A reference inside a value or a list would be looked for in vain."""
    for event in event_classes():
        written = [name for name, kind in event.__annotations__.items() if "TextRef" in str(kind)]
        assert set(written) <= set(text_fields(event)), event


def test_what_is_worth_knowing_is_told_and_is_no_finding(registry: Registry) -> None:
    organisations.open_organisation(
        registry.house.registrar,
        command(),
        OrganisationKind.SUPPLIER,
        number=OrganisationNumber("310000051"),
    )
    registry.root.execute("INSERT INTO vault.case_keys VALUES (gen_random_uuid(), '')")
    open_case(registry.house.registrar, registry.story)
    assert registry.found() == {}
    told = {result.name: result.told for result in registry.results() if result.told}
    assert told == {
        "Registerloggens kjede": ["Hendelser som ikke er forseglet ennå: 1."],
        "Saksloggens kjede": ["Hendelser som ikke er forseglet ennå: 1."],
        "Henvisninger": ["Organisasjoner uten registrert leverandør: 1."],
        "Saksnøkler": ["Nøkler uten sak: 1."],
        "Lesemodellen for plasser": ["Ikke sammenlignet: 1 hendelser er ikke lest ennå."],
        "Lesemodellen for saker": ["Ikke sammenlignet: 1 hendelser er ikke lest ennå."],
    }


def test_a_case_in_a_municipality_outside_its_concession_is_found(registry: Registry) -> None:
    case = Case.open(
        act(),
        uuid4(),
        MunicipalityNumber("0301"),
        registry.story.concession,
        HoursBand.OVER_35,
        LeadRole.SELF,
        act().day,
    )
    registry.record(case)
    assert "kommune 0301" in registry.found()["Henvisninger"][0].sentence


def test_what_is_written_meanwhile_is_no_finding(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both logs are read as they stood at one moment: what comes in between is in neither."""
    monkeypatch.setattr(reading, "TOLD_EVERY", 1)
    registrar, written = registry.house.registrar, []

    def somebody_applies(_log: str, _events: int) -> None:
        if not written:
            number = OrganisationNumber("310000043")
            kind = SupplierKind.COMPANY
            written.append(admit(registrar, registry.story.concession, number, "Ny AS", kind, 3))

    with psycopg.connect(registry.database.url("frittvalg_owner"), autocommit=True) as owner:
        results = check(registry.house, owner, somebody_applies)
    assert written
    assert [result.name for result in results if result.findings] == []


def test_checking_leaves_the_connection_as_it_was(registry: Registry) -> None:
    with psycopg.connect(registry.database.url("frittvalg_owner"), autocommit=True) as owner:
        before = owner.isolation_level
        check(registry.house, owner)
        assert owner.isolation_level == before
        assert owner.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def settings(registry: Registry, folder: Path) -> Settings:
    key = folder / "key"
    key.write_bytes(b"a key that only the tests know..")
    urls = (registry.database.url(f"frittvalg_{role}") for role in ("app", "owner", "projector"))
    return Settings("test", folder, 8000, key, *urls, "00 12 34 56")


def test_the_command_says_one_line_a_check_and_that_all_is_well(
    registry: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(settings(registry, tmp_path), None) == 0  # type: ignore[arg-type]
    mail, *said = capsys.readouterr().out.splitlines()
    assert mail.startswith("SMTP_URL er ikke satt: ingen får varsler")
    assert len(said) == len(registry.results()) + 1
    assert said[-1] == "Alt stemmer."
    assert all(line.endswith(" kontrollert, 0 funn") for line in said[:-1])


def test_the_command_says_how_e_mail_stands(
    registry: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    its = replace(settings(registry, tmp_path), smtp_url="smtp://127.0.0.1:1")
    registry.root.execute("SET search_path TO jobs")
    registry.root.execute(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, status)"
        " VALUES ('send', 'default', 'todo'), ('send', 'default', 'failed')"
    )
    registry.root.execute("RESET search_path")
    assert _check(its, None) == 0  # type: ignore[arg-type]
    assert capsys.readouterr().out.startswith("E-post: 1 i kø, 1 gitt opp.\n")


def test_the_command_says_what_is_wrong_and_what_to_do_first(
    registry: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registry.root.execute("UPDATE read.places SET taken = 0")
    assert _check(settings(registry, tmp_path), None) == 1  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines()[-1] == DRIFTED
    registry.root.execute("UPDATE log.registry_events SET state = state || ' '")
    assert _check(settings(registry, tmp_path), None) == 1  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines()[-1] == TAMPERED


def test_of_many_findings_the_first_twenty_are_told() -> None:
    many = [Finding("places", f"saksloggen nr. {n}", "Noe.") for n in range(30)]
    said = list(lines([Result("Plasser og valg", 40, many, CONTRADICTED)]))
    assert said[0] == "Plasser og valg: 40 kontrollert, 30 funn"
    assert said[-2:] == ["  – og 10 til", CONTRADICTED]
    assert len(said) == 1 + 20 + 2
