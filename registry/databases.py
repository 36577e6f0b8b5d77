"""Which database each role signs in to: the one that is set, else the running embedded one."""

from __future__ import annotations

from registry.settings import Settings, UnsafeConfiguration
from registry.store import embedded


def app_url(settings: Settings) -> str:
    """For the website and the commands. Raises UnsafeConfiguration when no database answers."""
    return settings.database_url or embedded_url(settings, "frittvalg_app")


def owner_url(settings: Settings) -> str:
    """For migrating, rebuilding and checking."""
    return settings.owner_url or embedded_url(settings, "frittvalg_owner")


def projector_url(settings: Settings) -> str:
    """For the projector."""
    return settings.projector_url or embedded_url(settings, "frittvalg_projector")


def retention_url(settings: Settings) -> str:
    """For erasing cases."""
    return settings.retention_url or embedded_url(settings, "frittvalg_retention")


def embedded_url(settings: Settings, role: str) -> str:
    """The embedded server of the data folder, when it runs."""
    its = embedded.server(settings.var)
    if not embedded.answers(its):
        raise UnsafeConfiguration(
            "Ingen database svarer. Start demoen med make demo, eller sett DATABASE_URL"
            " og DATABASE_OWNER_URL."
        )
    return its.url(role)
