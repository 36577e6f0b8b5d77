"""Nobody can change what stands in a log, not even the owner of the database, without it showing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import cases
from registry.house import House
from registry.store import chain
from registry.store.audit import Finding, verify
from registry.store.chain import FIRST, commitment, link, make_head, seal, seal_and_sign
from registry.vault import MasterKey
from tests.conftest import KEY, Database
from tests.story import FJELLRYPE, KREKLING, Story, command, open_case, tell

pytestmark = pytest.mark.slow

SIGNER = KEY.signing_key()
LOGS = ["registry", "case"]
TODAY = date(2026, 11, 21)


@pytest.fixture
def story(house: House) -> Story:
    """Two people have chosen."""
    its = tell(house.registrar)
    for number in (FJELLRYPE, KREKLING):
        case = open_case(house.registrar, its)
        cases.choose_supplier(house.registrar, command(case), case, its.admissions[number])
    return its


@pytest.fixture
def sealer(fresh: Database) -> Iterator[psycopg.Connection]:
    """The projector's role, which seals."""
    with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def root(fresh: Database, story: Story, sealer: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A superuser, who can do anything, after both logs are sealed and signed."""
    for log in LOGS:
        seal(sealer, log)
        make_head(sealer, log, TODAY, SIGNER)
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as connection:
        yield connection


def found(connection: psycopg.Connection, log: str) -> list[Finding]:
    return verify(connection, log, SIGNER.public_key())


def kinds(connection: psycopg.Connection, log: str) -> set[str]:
    return {finding.kind for finding in found(connection, log)}


def one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_what_nobody_has_touched_is_sound(root: psycopg.Connection) -> None:
    assert [found(root, log) for log in LOGS] == [[], []]


@pytest.mark.parametrize("log", LOGS)
def test_one_changed_byte_of_one_event_is_found_whichever_it_is(
    root: psycopg.Connection, log: str
) -> None:
    positions = root.execute(
        f"SELECT notification_id, length(state) FROM log.{log}_events ORDER BY 1"
    ).fetchall()
    assert len(positions) > 8
    for position, length in positions:
        with root.transaction(force_rollback=True):
            root.execute(
                f"UPDATE log.{log}_events SET state = set_byte(state, %s, get_byte(state, %s) # 1)"
                " WHERE notification_id = %s",
                (position % length, position % length, position),
            )
            assert [(f.kind, f.where.rpartition(" ")[2]) for f in found(root, log)] == [
                ("changed", str(position))
            ]


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(
    "change",
    [
        "topic = reverse(topic)",
        "originator_id = gen_random_uuid()",
        "originator_version = originator_version + 10000",
    ],
)
def test_an_event_given_to_another_or_another_name_is_found(
    root: psycopg.Connection, log: str, change: str
) -> None:
    root.execute(f"UPDATE log.{log}_events SET {change} WHERE notification_id = 5")
    assert kinds(root, log) == {"changed"}


@pytest.mark.parametrize("log", LOGS)
def test_a_deleted_event_is_found(root: psycopg.Connection, log: str) -> None:
    root.execute(f"DELETE FROM log.{log}_events WHERE notification_id = 6")
    assert kinds(root, log) == {"removed"}


@pytest.mark.parametrize("log", LOGS)
def test_an_exchanged_order_is_found(root: psycopg.Connection, log: str) -> None:
    for was, becomes in ((6, -6), (7, 6), (-6, 7)):
        root.execute(
            f"UPDATE log.{log}_events SET notification_id = %s WHERE notification_id = %s",
            (becomes, was),
        )
    assert [f.kind for f in found(root, log)] == ["changed", "changed"]


def test_an_event_slipped_in_where_a_number_was_free_is_found(
    root: psycopg.Connection, sealer: psycopg.Connection, house: House, story: Story
) -> None:
    root.execute("SELECT nextval('log.case_events_notification_id_seq')")
    open_case(house.registrar, story)
    seal(sealer, "case")
    free = one(root, "SELECT max(notification_id) - 1 FROM log.case_events")
    assert found(root, "case") == []
    root.execute(
        "INSERT INTO log.case_events VALUES (gen_random_uuid(), 1, 'places.closed', '', %s)",
        (free,),
    )
    assert [f.kind for f in found(root, "case")] == ["inserted"]


@pytest.mark.parametrize("log", LOGS)
def test_what_is_not_sealed_yet_is_no_finding(
    root: psycopg.Connection, sealer: psycopg.Connection, house: House, log: str
) -> None:
    sealed = one(root, f"SELECT count(*) FROM engine.{log}_chain")
    root.execute(
        f"INSERT INTO log.{log}_events SELECT originator_id, 999, topic, state"
        f" FROM log.{log}_events LIMIT 1"
    )
    assert found(root, log) == []
    assert seal(sealer, log) == 1
    assert one(root, f"SELECT count(*) FROM engine.{log}_chain") == sealed + 1
    assert found(root, log) == []


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE engine.{}_chain SET hash = sha256(hash) WHERE position = 4",
        "UPDATE engine.{}_chain SET commitment = sha256(hash) WHERE position = 4",
        "DELETE FROM engine.{}_chain WHERE position = 4",
    ],
)
def test_a_changed_chain_is_found(root: psycopg.Connection, log: str, change: str) -> None:
    root.execute(change.format(log))
    assert "chain" in kinds(root, log)


@pytest.mark.parametrize("log", LOGS)
def test_who_changes_an_event_and_the_whole_chain_after_it_is_betrayed_by_the_signed_head(
    root: psycopg.Connection, sealer: psycopg.Connection, log: str
) -> None:
    root.execute(f"UPDATE log.{log}_events SET state = state || '1' WHERE notification_id = 3")
    root.execute(f"TRUNCATE engine.{log}_chain")
    seal(sealer, log)
    assert kinds(root, log) == {"head"}


@pytest.mark.parametrize("log", LOGS)
def test_who_cuts_off_the_end_of_log_and_chain_is_betrayed_by_the_signed_head(
    root: psycopg.Connection, log: str
) -> None:
    root.execute(f"DELETE FROM log.{log}_events WHERE notification_id > 5")
    root.execute(f"DELETE FROM engine.{log}_chain WHERE position > 5")
    assert kinds(root, log) == {"head"}


@pytest.mark.parametrize("log", LOGS)
def test_a_head_signed_with_another_key_is_found(
    root: psycopg.Connection, sealer: psycopg.Connection, log: str
) -> None:
    stranger = MasterKey(b"somebody else's key").signing_key()
    make_head(sealer, log, date(2026, 11, 22), stranger)
    assert kinds(root, log) == {"signature"}


@pytest.mark.parametrize(
    ("log", "change"),
    [
        *((log, change) for log in LOGS for change in ("day = day - 1", "hash = sha256(hash)")),
        ("registry", "position = 3"),
        ("case", "position = 3"),
        ("case", "blinding = sha256(hash)"),
    ],
)
def test_a_changed_head_is_found(root: psycopg.Connection, log: str, change: str) -> None:
    root.execute(f"UPDATE engine.heads SET {change} WHERE log = %s", (log,))
    assert kinds(root, log) & {"head", "signature"}


def remove(fresh: Database, case: UUID) -> int:
    with psycopg.connect(fresh.url("frittvalg_retention"), autocommit=True) as retention:
        row = retention.execute("SELECT log.remove_case(%s)", (case,)).fetchone()
    assert row is not None
    return int(row[0])


def a_case(connection: psycopg.Connection) -> UUID:
    row = connection.execute(
        "SELECT originator_id FROM log.case_events WHERE topic = 'case.supplier_chosen' LIMIT 1"
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def test_a_removed_case_is_no_finding_and_its_salt_is_gone(
    root: psycopg.Connection,
    sealer: psycopg.Connection,
    fresh: Database,
    house: House,
    story: Story,
) -> None:
    gone = remove(fresh, a_case(root))
    assert gone == 2
    assert found(root, "case") == []
    assert one(root, "SELECT count(*) FROM engine.case_chain WHERE salt IS NULL") == gone
    open_case(house.registrar, story)
    assert seal(sealer, "case") == 1
    assert found(root, "case") == []


def test_a_case_removed_before_it_was_sealed_leaves_nothing_in_the_chain(
    root: psycopg.Connection,
    sealer: psycopg.Connection,
    fresh: Database,
    house: House,
    story: Story,
) -> None:
    case = open_case(house.registrar, story)
    assert remove(fresh, case) == 1
    assert seal(sealer, "case") == 0
    assert found(root, "case") == []


def test_a_case_is_not_removed_in_the_middle_of_a_sealing(
    root: psycopg.Connection, fresh: Database
) -> None:
    """Else the sealer, who has read its events already, would keep a salt for them."""
    case = a_case(root)
    with (
        psycopg.connect(fresh.url("frittvalg_projector")) as sealing,
        psycopg.connect(fresh.url("frittvalg_retention")) as retention,
    ):
        chain._alone(sealing, "case")
        retention.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            retention.execute("SELECT log.remove_case(%s)", (case,))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("INSERT INTO engine.removed VALUES (3)", "kept"),
        ("UPDATE engine.case_chain SET salt = '\\x01' WHERE salt IS NULL", "salt"),
    ],
)
def test_a_removal_that_is_only_half_is_found(
    root: psycopg.Connection, fresh: Database, change: str, kind: str
) -> None:
    remove(fresh, a_case(root))
    root.execute(change)
    assert kind in kinds(root, "case")


@pytest.mark.parametrize("log", LOGS)
def test_sealing_a_few_at_a_time_gives_the_same_and_only_what_is_new(
    root: psycopg.Connection, sealer: psycopg.Connection, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = one(root, f"SELECT count(*) FROM log.{log}_events")
    assert seal(sealer, log) == 0
    before = root.execute(f"SELECT hash FROM engine.{log}_chain ORDER BY position").fetchall()
    root.execute(f"TRUNCATE engine.{log}_chain")
    monkeypatch.setattr(chain, "BATCH", 3)
    assert seal(sealer, log) == whole
    after = root.execute(f"SELECT hash FROM engine.{log}_chain ORDER BY position").fetchall()
    assert (after == before) is (log == "registry"), "the case log is salted at random"


def test_sealers_at_the_same_time_make_one_chain(
    root: psycopg.Connection, fresh: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.execute("TRUNCATE engine.registry_chain")
    monkeypatch.setattr(chain, "BATCH", 2)

    def sealed(_: int) -> int:
        with psycopg.connect(fresh.url("frittvalg_projector"), autocommit=True) as connection:
            return seal(connection, "registry")

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(sealed, range(4)))
    assert sum(counts) == one(root, "SELECT count(*) FROM log.registry_events")
    assert found(root, "registry") == []


def test_anybody_can_compute_the_registry_logs_chain(root: psycopg.Connection) -> None:
    """From the events alone, without salts and without the chain that is stored."""
    last = FIRST
    for event in root.execute(
        "SELECT notification_id, originator_id, originator_version, topic, state"
        " FROM log.registry_events ORDER BY notification_id"
    ):
        last = link(last, commitment(b"", *event))
    row = root.execute("SELECT hash FROM engine.heads WHERE log = 'registry'").fetchone()
    assert row == (last,)


def test_no_two_events_are_written_the_same_way() -> None:
    """What varies in length cannot lend a byte to its neighbour."""
    stream = uuid4()
    written = {
        commitment(b"", 1, stream, 1, "ab", b"c"),
        commitment(b"", 1, stream, 1, "ba", b"c"),
        commitment(b"", 1, stream, 1, "a", b"bc"),
        commitment(b"", 1, stream, 1, "", b"abc"),
        commitment(b"", 1, stream, 11, "ab", b"c"),
        commitment(b"", 11, stream, 1, "ab", b"c"),
        commitment(b"a", 1, stream, 1, "ab", b"c"),
    }
    assert len(written) == 7


@pytest.mark.parametrize("log", LOGS)
def test_a_day_has_one_head(
    root: psycopg.Connection, sealer: psycopg.Connection, house: House, story: Story, log: str
) -> None:
    first = make_head(sealer, log, TODAY, SIGNER)
    open_case(house.registrar, story)
    seal(sealer, log)
    assert make_head(sealer, log, TODAY, SIGNER) == first
    assert make_head(sealer, log, date(2026, 11, 22), SIGNER) != first
    assert found(root, log) == []


@pytest.mark.parametrize("log", LOGS)
def test_the_projector_seals_and_signs_by_the_registrys_own_clock(
    root: psycopg.Connection, sealer: psycopg.Connection, log: str
) -> None:
    root.execute("UPDATE log.clock SET ahead = interval '1000 days'")
    assert seal_and_sign(sealer, log, SIGNER) == 0
    assert seal_and_sign(sealer, log, SIGNER) == 0
    days = root.execute("SELECT day FROM engine.heads WHERE log = %s ORDER BY day", (log,))
    today = root.execute("SELECT (log.registry_now() AT TIME ZONE 'Europe/Oslo')::date").fetchone()
    assert days.fetchall() == [(TODAY,), today]


def test_the_case_logs_head_shows_neither_its_length_nor_whether_anything_happened(
    sealer: psycopg.Connection, root: psycopg.Connection
) -> None:
    first, second = (make_head(sealer, "case", date(2026, 12, day), SIGNER) for day in (1, 2))
    assert first.hash == second.hash, "nothing happened between them"
    assert first.public["hash"] != second.public["hash"]
    assert first.public.keys() == {"log", "day", "hash"}
    opened = hashlib.sha256(first.blinding + first.hash).hexdigest()
    assert first.public["hash"] == opened, "an auditor who is given the blinding can open it"


@pytest.mark.parametrize("table", ["registry_chain", "case_chain", "heads"])
@pytest.mark.parametrize(
    "statement", ["UPDATE engine.{} SET hash = hash", "DELETE FROM engine.{}", "TRUNCATE engine.{}"]
)
@pytest.mark.parametrize("role", ["frittvalg_projector", "frittvalg_app", "frittvalg_retention"])
def test_what_is_sealed_is_never_changed_by_any_role_at_work(
    fresh: Database, table: str, statement: str, role: str
) -> None:
    with (
        psycopg.connect(fresh.url(role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.format(table))
