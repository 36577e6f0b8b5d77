"""`frittvalg …`: every command says what it did and what to do next."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from functools import partial

import psycopg

from registry import mailing, opening, safekeeping, statistics, upkeep
from registry.checks import command as checking
from registry.databases import app_url, owner_url, projector_url
from registry.demo import clock
from registry.demo.run import demo
from registry.house import open_house
from registry.mail.smtp import NOT_SET_UP
from registry.processes import halves
from registry.projections import MODELS
from registry.settings import Settings, UnsafeConfiguration, from_environment
from registry.store import follower, migrate
from registry.store.safety import check_migrated
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
    ):
        commands.add_parser(name, help=about).set_defaults(action=action)
    upkeep.add(commands)
    checking.add(commands)
    safekeeping.add(commands)
    statistics.add(commands)
    opening.add(commands)
    mailing.add(commands)
    demo_parser = commands.add_parser("demo", help="kjør den oppdiktede nasjonen")
    demo_parser.set_defaults(action=_demo)
    parts = demo_parser.add_subparsers(metavar="del")
    clock_parser = parts.add_parser("clock", help="flytt demoens tid fram til en dato")
    clock_parser.add_argument("day", type=date.fromisoformat, metavar="ÅÅÅÅ-MM-DD")
    clock_parser.set_defaults(action=_clock)
    return parser


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    if not settings.smtp_url:
        print(NOT_SET_UP, file=sys.stderr, flush=True)
    workers = os.environ.get("FRITTVALG_WORKERS", "2")
    command = [sys.executable, "-m", "gunicorn", "web.wsgi:application()"]
    command += ["--bind", f"127.0.0.1:{settings.port}", "--workers", workers]
    command += ["--worker-class", "gthread", "--threads", str(GUNICORN_THREADS)]
    command += ["--no-control-socket", "--graceful-timeout", "8", "--timeout", "30"]
    os.execv(sys.executable, command)  # noqa: S606


def _project(settings: Settings, _: argparse.Namespace) -> int:
    """Follow the logs for ever; what breaks is told and begun again from the last position.

    Raises UnsafeConfiguration: beginning again would not help.
    """
    logging.basicConfig(format="%(asctime)s %(message)s")
    key = MasterKey.from_file(settings.key_file)
    url, desk_url = projector_url(settings), app_url(settings)
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                check_migrated(connection)
            with ExitStack() as stack:
                house = stack.enter_context(closing(open_house(url, key)))
                desk = stack.enter_context(closing(open_house(desk_url, key)))
                follower.run(
                    url,
                    [house.registry, house.cases],
                    MODELS,
                    key.signing_key(),
                    beside=partial(halves.run, desk.registrar),
                )
        except UnsafeConfiguration:
            raise
        except Exception:
            traceback.print_exc()
            print("Projektoren begynner igjen der den slapp.", file=sys.stderr, flush=True)
            time.sleep(PROJECTOR_PAUSE_SECONDS)


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    applied = migrate.migrate(owner_url(settings))
    print(f"Kjørte {', '.join(applied)}." if applied else "Ingenting manglet.")
    print("Neste: frittvalg serve, frittvalg project og frittvalg mail.")
    if not settings.smtp_url:
        print(NOT_SET_UP)
    return 0


def _demo(settings: Settings, _: argparse.Namespace) -> int:
    return demo(settings)


def _clock(settings: Settings, given: argparse.Namespace) -> int:
    with psycopg.connect(owner_url(settings), autocommit=True) as owner:
        moment = clock.forward(owner, given.day)
    print(f"Demoens tid er nå {moment:%Y-%m-%d kl. %H.%M}. Last siden på nytt.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
