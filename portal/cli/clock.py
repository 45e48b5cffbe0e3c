"""The clock: what waits is looked at each second, whatever became of its wake-up."""

import logging
import threading
from collections.abc import Callable
from functools import partial

import click
from flask import Flask

from portal import create_app
from portal.cli.common import Common, refusing
from portal.core import drain, outbox, postman, progress
from portal.participation import upkeep
from portal.participation.service import announcing
from portal.petitions.service import reminding, watching
from portal.runtime import services
from portal.settings import Settings

logger = logging.getLogger(__name__)

SECONDS = 1.0


def tick(app: Flask) -> None:
    """Sweep each subscriber's events and the letters, each in a thread of its own: none waits for another."""
    sweeps: dict[str, Callable[[], object]] = {"letters": postman.sweep_late, "night": upkeep.tonight}
    sweeps |= {"work": progress.take_up_stalled, "announcements": announcing.tick}
    sweeps |= {"bursts": watching.tick, "reminders": reminding.tick}
    sweeps |= {subscriber.name: partial(drain.sweep_late, subscriber.name) for subscriber in outbox.subscribers()}
    threads = [threading.Thread(target=_sweep, args=(app, name, sweep), daemon=True) for name, sweep in sweeps.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _sweep(app: Flask, name: str, sweep: Callable[[], object]) -> None:
    pause = threading.Event()
    is_failing = False
    while not pause.wait(SECONDS):
        try:
            with app.app_context():
                sweep()
            is_failing = False
        except Exception as error:  # a base that is away, most often: it is asked again in a second
            if not is_failing:
                logger.warning("a sweep failed", extra={"sweep": name, "reason": type(error).__name__})
            is_failing = True


@click.command
@click.pass_obj
def clock(common: Common) -> None:
    """Keep the clock until stopped: one per installation is enough, several do no harm."""
    with refusing(), services.at_hand(common.data, common.environ()) as urls:
        tick(create_app(Settings.from_env(common.environ(**urls))))
