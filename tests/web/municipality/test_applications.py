"""Applications: decided by the municipality that leads, on objective grounds."""

from __future__ import annotations

from uuid import uuid4

from registry.domain.admission import Admission
from registry.domain.organisation import Function
from tests.web.workplaces import RINGSAKER, Town

LIST = "/for-kommuner/soknader"


def test_an_application_is_a_task_with_a_deadline_and_is_granted(town: Town) -> None:
    application = town.applied(town.published(), town.firm())
    worker = town.in_town(Function.ADMIT_SUPPLIERS)
    assert "Avgjør søknaden fra Fjellrype BPA AS" in worker.get("/for-kommuner").text
    assert "Svar innen" in worker.get(f"{LIST}/{application}").text
    assert worker.post(f"{LIST}/{application}/ja").status_code == 303
    assert town.house.registrar.registry.get(Admission, application).is_admitted
    assert "Avgjør søknaden" not in worker.get("/for-kommuner").text


def test_a_rejection_needs_one_of_the_grounds(town: Town) -> None:
    application = town.applied(town.published(), town.firm())
    worker = town.in_town(Function.ADMIT_SUPPLIERS)
    assert worker.post(f"{LIST}/{application}/nei").status_code == 422
    assert worker.post(f"{LIST}/{application}/nei", ground="for dyrt").status_code == 422
    done = worker.post(f"{LIST}/{application}/nei", ground="missing_evidence")
    assert done.status_code == 303
    assert "Dokumentasjon mangler" in worker.get(done.location).text


def test_deciding_twice_says_that_it_is_decided(town: Town) -> None:
    application = town.applied(town.published(), town.firm())
    worker = town.in_town(Function.ADMIT_SUPPLIERS)
    worker.post(f"{LIST}/{application}/ja")
    again = worker.post(f"{LIST}/{application}/ja")
    assert again.status_code == 422
    assert "alt avgjort" in again.text


def test_applications_to_another_municipality_are_not_found(town: Town) -> None:
    theirs = town.applied(town.published(RINGSAKER), town.firm())
    worker = town.in_town(Function.ADMIT_SUPPLIERS)
    assert "Fjellrype" not in worker.get(LIST).text
    for found in (theirs, uuid4()):
        assert worker.get(f"{LIST}/{found}").status_code == 404
        assert worker.post(f"{LIST}/{found}/ja").status_code == 404
        assert worker.post(f"{LIST}/{found}/nei", ground="cap_reached").status_code == 404
