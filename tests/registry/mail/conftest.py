"""A registry with people who have given their addresses, and a mail server that keeps what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from registry.application import organisations
from registry.domain.organisation import Organisation
from registry.domain.roles import Function, OrganisationKind
from registry.domain.values import MunicipalityNumber, OrganisationNumber
from registry.house import House
from registry.mail import outbox, worker
from registry.mail.mailboxes import Pace, Significance
from registry.mail.post import Post
from registry.mailing import post_of
from registry.queries import clock
from registry.settings import Settings
from tests.conftest import Projections
from tests.mail_sink import Sink, sinking
from tests.story import HAMAR, Story, command, tell

SITE = "https://frittvalg.example"
EVERYTHING = dict.fromkeys(Significance, Pace.AT_ONCE)


@dataclass
class Office:
    """The registry of a test and its mail."""

    house: House
    projections: Projections
    sink: Sink
    post: Post
    story: Story

    @property
    def url(self) -> str:
        return self.projections.database.url()

    def somebody(
        self,
        kind: OrganisationKind,
        *functions: Function,
        of: str | None = None,
        language: str = "nb",
        wants: dict[Significance, Pace] | None = None,
        address: str | None = None,
    ) -> tuple[UUID, str]:
        """A new person with some functions and a confirmed address: (id, address)."""
        user, is_town = uuid4(), kind is OrganisationKind.MUNICIPALITY
        key = {
            "municipality": MunicipalityNumber(of) if of and is_town else None,
            "number": OrganisationNumber(of) if of and not is_town else None,
        }
        organisation, desk = Organisation.id_for(kind, **key), self.house.registrar
        if desk.registry.find(Organisation, organisation) is None:
            organisations.open_organisation(desk, command(), kind, **key)
        organisations.grant_functions(desk, command(), organisation, user, functions)
        self.projections.catch_up()
        return user, self.reachable(user, language, wants, address)

    def reachable(
        self,
        user: UUID,
        language: str = "nb",
        wants: dict[Significance, Pace] | None = None,
        address: str | None = None,
    ) -> str:
        """Let a person have a confirmed address."""
        address = address or f"p{user.hex[:8]}@example.test"
        self.execute(
            "INSERT INTO vault.users VALUES (%s, 'i', %s, 'Prøve Prøvesen')", user, user.hex
        )
        self.execute(
            "INSERT INTO vault.mailboxes (user_id, address, language) VALUES (%s, %s, %s)",
            user, address, language,
        )  # fmt: skip
        if wants:
            self.house.mailboxes.save(user, language, wants)
        return address

    def in_hamar(self, *functions: Function, **how: object) -> tuple[UUID, str]:
        return self.somebody(OrganisationKind.MUNICIPALITY, *functions, of=HAMAR, **how)  # type: ignore[arg-type]

    def at_firm(self, number: str, *functions: Function, **how: object) -> tuple[UUID, str]:
        return self.somebody(OrganisationKind.SUPPLIER, *functions, of=number, **how)  # type: ignore[arg-type]

    def execute(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query, values)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def begin(self) -> None:
        """From now on people are told of what happens."""
        self.execute("DELETE FROM vault.mail_alerts")
        with psycopg.connect(self.url, autocommit=True) as connection:
            outbox.begin(connection)
            outbox.follow(connection)
        self.clear_jobs()

    def clear_jobs(self) -> None:
        with psycopg.connect(self.projections.database.url("frittvalg_owner")) as owner:
            owner.execute("TRUNCATE jobs.procrastinate_jobs CASCADE")

    def jobs(self) -> list[tuple[object, ...]]:
        return self.execute(
            "SELECT task_name, status::text, attempts FROM jobs.procrastinate_jobs ORDER BY id"
        )

    def make_due(self) -> None:
        """The pause before the next try is over."""
        with psycopg.connect(self.projections.database.url("frittvalg_owner")) as owner:
            owner.execute("UPDATE jobs.procrastinate_jobs SET scheduled_at = NULL")

    def move_clock(self, moment: str) -> None:
        with psycopg.connect(self.projections.database.url("frittvalg_owner")) as owner:
            owner.execute(
                "UPDATE log.clock SET ahead = %s::timestamptz - statement_timestamp()", (moment,)
            )
        clock._asked.pop(self.house.pool, None)  # pages may be half a second behind; a test not

    def work(self) -> list[EmailMessage]:
        """Run what waits; returns the mails that came of it."""
        before = len(self.sink.mails)
        self.projections.catch_up()
        worker.run_what_waits(self.url, self.post)
        return self.sink.mails[before:]


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sinking() as its:
        yield its


def settings(sink: Sink) -> Settings:
    return Settings(
        "test", Path("."), 8000, Path("key"), None, None, None, "00 12 34 56",
        smtp_url=sink.url, mail_from="Frittvalg <varsler@frittvalg.example>", site_url=SITE,
    )  # fmt: skip


@pytest.fixture
def office(house: House, projections: Projections, sink: Sink) -> Office:
    story = tell(house.registrar)
    projections.catch_up()
    its = Office(house, projections, sink, post_of(settings(sink), house), story)
    its.begin()
    return its
