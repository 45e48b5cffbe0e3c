"""Workers: processes that take jobs from some queues. They run anywhere, as many as wanted."""

import contextlib
import logging
import os
import signal
import time

import click
import redis
from flask import Flask
from redis.client import Pipeline
from rq import Queue, SimpleWorker, Worker
from rq.exceptions import StopRequested
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker.base import BaseWorker

from portal import create_app
from portal.cli.common import Common, refusing
from portal.core import jobs
from portal.core.database import db
from portal.runtime import services
from portal.runtime.processes import die_with_parent
from portal.settings import Settings

logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
WORKER_TTL = 20  # a worker says that it lives each 5 s; one that died is no longer counted after 80 s


class PortalWorker(BaseWorker):
    """Each job in an application context of its own; a Valkey that is away is asked again each second."""

    app: Flask
    max_connection_wait_time = RETRY_SECONDS
    exponential_backoff_factor = 1.0

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        with self.app.app_context():
            return bool(super().perform_job(job, queue, execution))

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Register anew in a Valkey that came back empty, so that the worker is counted."""
        super().heartbeat(timeout, pipeline)
        if pipeline is None and not self.connection.hexists(self.key, "birth"):
            self.connection.delete(self.key)
            self.register_birth()


class QuickWorker(PortalWorker, SimpleWorker):
    """Runs jobs in its own process: for many short ones."""


class ForkingWorker(PortalWorker, Worker):
    """Runs each job in a child: long and large ones leave no memory behind."""

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        die_with_parent(signal.SIGKILL, os.getppid())
        with self.app.app_context():
            for engine in db.engines.values():
                engine.dispose(close=False)
        super().main_work_horse(job, queue)


def work(app: Flask, names: tuple[str, ...]) -> None:
    """Take jobs until SIGTERM; the one at hand is finished first."""
    kind = type("Worker", (ForkingWorker if "bulk" in names else QuickWorker,), {"app": app})
    with contextlib.suppress(StopRequested):
        while not _work_a_while(app, kind, names):
            time.sleep(0.05)


def _work_a_while(app: Flask, kind: type[BaseWorker], names: tuple[str, ...]) -> bool:
    """Until Valkey fails in a way that RQ gives up on, or until asked to stop. Says whether it was asked to stop."""
    with app.app_context():
        queues = [jobs.queue(name) for name in names]
    try:
        worker = kind(
            queues,
            connection=queues[0].connection,
            serializer=JSONSerializer,
            log_job_description=False,
            worker_ttl=WORKER_TTL,
        )
        worker.work(logging_level="WARNING")
    except redis.RedisError as error:
        logger.warning("Valkey cannot be reached", extra={"queues": ",".join(names), "reason": type(error).__name__})
        time.sleep(RETRY_SECONDS)
        return False
    return worker._shutdown_requested_date is not None


@click.command
@click.argument("queues", nargs=-1, required=True, type=click.Choice(jobs.QUEUES))
@click.pass_obj
def worker(common: Common, queues: tuple[str, ...]) -> None:
    """Take jobs from QUEUES until stopped, first queues first."""
    with refusing(), services.at_hand(common.data, common.environ()) as urls:
        work(create_app(Settings.from_env(common.environ(**urls))), queues)
