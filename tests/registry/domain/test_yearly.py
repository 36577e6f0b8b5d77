"""Yearly figures: given when the year is over, corrected by saying them again, and they add up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.domain.values import MunicipalityNumber, TextRef
from registry.domain.yearly import (
    BANDS,
    NAMES,
    DoNotAddUp,
    FigureSource,
    NoFigures,
    YearlyFigures,
    YearlyNumbers,
    YearNotOver,
)
from tests.scenario import act, given

HAMAR = MunicipalityNumber("3403")
NOTHING = YearlyNumbers(*[None] * len(NAMES))
NUMBERS = YearlyNumbers(40, 10, 12, 18, 14, 12, 30, 45, 6, 5, 20, 8)


def submitted(numbers: YearlyNumbers = NUMBERS, year: int = 2025) -> YearlyFigures:
    return YearlyFigures.submit(act(), HAMAR, year, numbers)


def test_there_are_twelve() -> None:
    assert len(NAMES) == 12


def test_a_year_is_told_when_it_is_over() -> None:
    assert submitted(year=2025).year == 2025
    with pytest.raises(YearNotOver):
        submitted(year=2026)


def test_not_every_number_is_known_but_one_of_them_is() -> None:
    assert submitted(replace(NOTHING, users=0)).said["municipality"].users == 0
    with pytest.raises(NoFigures):
        submitted(NOTHING)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"own_provision": 41}, ["own_provision"]),
        ({"next_of_kin": 41}, ["next_of_kin"]),
        ({"fast_track": 15}, ["fast_track"]),
        ({"over_35": 19}, list(BANDS)),
        ({"under_15": 41}, ["under_15"]),
    ],
)
def test_a_part_is_no_more_than_the_whole_and_the_bands_are_all_the_users(
    wrong: dict[str, int], named: list[str]
) -> None:
    with pytest.raises(DoNotAddUp) as refused:
        submitted(replace(NUMBERS, **wrong))
    assert refused.value.names == named


def test_one_may_complain_about_what_was_decided_the_year_before() -> None:
    submitted(replace(NUMBERS, complaints=13))


def test_a_correction_is_said_in_full_and_the_same_again_is_none() -> None:
    other = replace(NUMBERS, complaints=7)
    given(submitted()).when(lambda f: f.correct(act(), other)).then(
        (
            "Corrected",
            {"source": FigureSource.MUNICIPALITY, "published_in": None, "numbers": other},
        )
    )
    given(submitted()).when(lambda f: f.correct(act(), NUMBERS)).then()
    given(submitted()).when(lambda f: f.correct(act(), replace(NUMBERS, users=1))).then_refused(
        DoNotAddUp
    )


def test_official_statistics_leave_the_municipality_s_own_word_as_it_was() -> None:
    its = submitted()
    its.correct(act(), replace(NOTHING, users=43), FigureSource.OFFICIAL, TextRef("statistics"))
    assert its.said["municipality"] == NUMBERS
    assert its.said["official"].users == 43
