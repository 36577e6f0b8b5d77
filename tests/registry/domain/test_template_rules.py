from __future__ import annotations

from dataclasses import replace

import pytest

from registry.domain.template import (
    Lock,
    LockedWithoutLaw,
    NothingChanged,
    NoVersionProposed,
    OwnProposal,
    Template,
    VersionUnderWay,
    content_hash,
    national_values,
)
from registry.domain.terms import deviations
from registry.domain.values import ServiceType
from registry.reference.template import nodes
from tests.scenario import SOLVEIG, TODAY, TORE, act, given, terms


def template() -> Template:
    return Template.start(act(), ServiceType.BPA)


def proposed(t: Template) -> None:
    t.propose(act(SOLVEIG), nodes(), TODAY)


def published(t: Template) -> None:
    t.publish(act(TORE))


def test_another_steward_publishes_and_the_hash_is_the_one_that_was_proposed() -> None:
    its = template()
    given(its, proposed).when(published).then(
        (
            "VersionPublished",
            {
                "version": 1,
                "content_hash": content_hash({n.node: n for n in nodes()}),
                "effective_from": TODAY,
            },
        )
    )


def test_nobody_publishes_their_own_version() -> None:
    given(template(), proposed).when(lambda t: t.publish(act(SOLVEIG))).then_refused(OwnProposal)


def test_a_version_without_changes_is_none() -> None:
    given(template(), proposed, published).when(proposed).then_refused(NothingChanged)


def test_two_versions_are_not_under_way_at_once() -> None:
    given(template(), proposed).when(proposed).then_refused(VersionUnderWay)


def test_nothing_is_published_when_nothing_is_proposed() -> None:
    given(template()).when(published).then_refused(NoVersionProposed)


def test_a_node_is_locked_only_where_it_cites_law() -> None:
    lawless = replace(nodes()[0], lock=Lock.LOCKED, law=[])
    given(template()).when(lambda t: t.propose(act(), [lawless], TODAY)).then_refused(
        LockedWithoutLaw
    )


def test_the_next_version_writes_only_what_changed() -> None:
    its = template()
    given(its, proposed, published)
    changed = replace(nodes()[3], plain_en="Changed.")
    its.propose(act(), [*nodes()[:3], changed], TODAY)
    assert [type(e).__name__ for e in its.collect_events()] == ["NodeWritten", "VersionProposed"]


def test_the_templates_own_terms_are_no_deviation() -> None:
    national = national_values({n.node: n for n in nodes()})
    assert deviations(terms(), national) == []
    assert deviations(terms(notice_months=3), national) == ["bpa.switch.notice"]


@pytest.mark.parametrize("name", ["rate"])
def test_what_must_be_filled_in_locally_is_no_deviation(name: str) -> None:
    national = national_values({n.node: n for n in nodes()})
    assert deviations(terms(**{name: 50_000}), national) == []
