"""`frittvalg …`: every command says what it did and what to do next."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg

from registry.demo import clock
from registry.demo.run import demo
from registry.house import open_house
from registry.projections import MODELS
from registry.settings import Settings, UnsafeConfiguration, from_environment
from registry.store import embedded, migrate, projector
from registry.store.rebuild import rebuild
from registry.vault import MasterKey

GUNICORN_THREADS = 4
PROJECTOR_PAUSE_SECONDS = 0.5


def main() -> int:
    """Entry point of the console script."""
    given = _parser().parse_args()
    action: Callable[[Settings, argparse.Namespace], int] = given.action
    try:
        return action(from_environment(), given)
    except (UnsafeConfiguration, clock.TimeOnlyGoesOn) as refused:
        print(refused, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="frittvalg", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="kommando")
    for name, action, about in (
        ("serve", _serve, "server nettstedet"),
        ("project", _project, "hold lesemodellene à jour"),
        ("migrate", _migrate, "kjør migreringene som mangler"),
        ("rebuild", _rebuild, "bygg lesemodellene på nytt fra loggene"),
    ):
        commands.add_parser(name, help=about).set_defaults(action=action)
    demo_parser = commands.add_parser("demo", help="kjør den oppdiktede nasjonen")
    demo_parser.set_defaults(action=_demo)
    parts = demo_parser.add_subparsers(metavar="del")
    clock_parser = parts.add_parser("clock", help="flytt demoens tid fram til en dato")
    clock_parser.add_argument("day", type=date.fromisoformat, metavar="ÅÅÅÅ-MM-DD")
    clock_parser.set_defaults(action=_clock)
    return parser


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    workers = os.environ.get("FRITTVALG_WORKERS", "2")
    command = [sys.executable, "-m", "gunicorn", "web.wsgi:application()"]
    command += ["--bind", f"127.0.0.1:{settings.port}", "--workers", workers]
    command += ["--worker-class", "gthread", "--threads", str(GUNICORN_THREADS)]
    command += ["--no-control-socket", "--graceful-timeout", "8", "--timeout", "30"]
    os.execv(sys.executable, command)  # noqa: S606


def _project(settings: Settings, _: argparse.Namespace) -> int:
    """Follow the logs for ever; what breaks is told and begun again from the last position."""
    key = MasterKey.from_file(settings.key_file)
    while True:
        try:
            url = settings.projector_url or _embedded_url(settings, "frittvalg_projector")
            house = open_house(url, key)
            try:
                projector.run(url, [house.registry, house.cases], MODELS)
            finally:
                house.close()
        except Exception:
            traceback.print_exc()
            print("Projektoren begynner igjen der den slapp.", file=sys.stderr, flush=True)
            time.sleep(PROJECTOR_PAUSE_SECONDS)


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    applied = migrate.migrate(_owner_url(settings))
    print(f"Kjørte {', '.join(applied)}." if applied else "Ingenting manglet.")
    print("Neste: frittvalg serve og frittvalg project.")
    return 0


def _rebuild(settings: Settings, _: argparse.Namespace) -> int:
    started = time.monotonic()
    house = open_house(_app_url(settings), MasterKey.from_file(settings.key_file))
    with psycopg.connect(_owner_url(settings), autocommit=True) as owner:
        done = rebuild(owner, [house.registry, house.cases], MODELS)
    house.close()
    seconds = time.monotonic() - started
    print(f"Bygde {done.events} hendelser på nytt på {seconds:.1f} s.")
    print("Innholdet er det samme som før." if done.same else "Innholdet er nytt og tatt i bruk.")
    print(f"Kontrollsum: {done.hash}")
    return 0


def _demo(settings: Settings, _: argparse.Namespace) -> int:
    return demo(settings)


def _clock(settings: Settings, given: argparse.Namespace) -> int:
    with psycopg.connect(_owner_url(settings), autocommit=True) as owner:
        moment = clock.forward(owner, given.day)
    print(f"Demoens tid er nå {moment:%Y-%m-%d kl. %H.%M}. Last siden på nytt.")
    return 0


def _owner_url(settings: Settings) -> str:
    return settings.owner_url or _embedded_url(settings, "frittvalg_owner")


def _app_url(settings: Settings) -> str:
    return settings.database_url or _embedded_url(settings, "frittvalg_app")


def _embedded_url(settings: Settings, role: str) -> str:
    """The embedded server of the data folder, when it runs."""
    its = embedded.server(Path(settings.var))
    if not embedded.answers(its):
        raise UnsafeConfiguration(
            "Ingen database svarer. Start demoen med make demo, eller sett DATABASE_URL"
            " og DATABASE_OWNER_URL."
        )
    return its.url(role)


if __name__ == "__main__":
    sys.exit(main())
