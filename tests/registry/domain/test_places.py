from __future__ import annotations

from uuid import UUID

from registry.domain.places import Places, PlacesClosed, PlacesFull
from tests.scenario import act, given

ADMISSION, FIRST, SECOND = (UUID(int=number) for number in range(10, 13))


def places(ceiling: int = 1) -> Places:
    return Places.open(act(), ADMISSION, ceiling)


def test_a_place_is_taken() -> None:
    given(places()).when(lambda p: p.take(act(), FIRST)).then(("Taken", {"place": FIRST}))


def test_the_last_place_is_not_given_twice() -> None:
    given(places(), lambda p: p.take(act(), FIRST)).when(
        lambda p: p.take(act(), SECOND)
    ).then_refused(PlacesFull)


def test_a_released_place_can_be_taken_again() -> None:
    given(places(), lambda p: p.take(act(), FIRST), lambda p: p.release(act(), FIRST)).when(
        lambda p: p.take(act(), SECOND)
    ).then(("Taken", {"place": SECOND}))


def test_releasing_a_place_nobody_holds_changes_nothing() -> None:
    given(places()).when(lambda p: p.release(act(), FIRST)).then()


def test_closed_places_take_no_one_new() -> None:
    given(places(5), lambda p: p.close(act())).when(lambda p: p.take(act(), FIRST)).then_refused(
        PlacesClosed
    )


def test_reopened_places_take_people_again() -> None:
    given(places(5), lambda p: p.close(act()), lambda p: p.reopen(act())).when(
        lambda p: p.take(act(), FIRST)
    ).then(("Taken", {"place": FIRST}))


def test_a_lower_ceiling_takes_nobodys_place_but_gives_no_new() -> None:
    given(
        places(2),
        lambda p: p.take(act(), FIRST),
        lambda p: p.set_ceiling(act(), 1),
    ).when(lambda p: p.take(act(), SECOND)).then_refused(PlacesFull)


def test_a_raised_ceiling_gives_room() -> None:
    given(places(1), lambda p: p.take(act(), FIRST), lambda p: p.set_ceiling(act(), 2)).when(
        lambda p: p.take(act(), SECOND)
    ).then(("Taken", {"place": SECOND}))
