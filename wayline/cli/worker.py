"""The worker: runs errands (mail, PDF, imports) from the database, and what is due every hour.

`wayline worker` runs it alone; under `wayline run` it is a child, started as `python -m wayline.cli.worker --child`.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from wayline.cli.ground import django
from wayline.cli.web import end_with_the_supervisor
from wayline.common.errands import LONG

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

logger = logging.getLogger("wayline.worker")
BEAT_SECONDS = 10
LOOK_SECONDS = 30
WAIT_SECONDS = 2


class Every(threading.Thread):
    """Does something every few seconds beside the errands, which may take long. Failures are logged and tried again."""

    def __init__(self, seconds: float, act: Callable[[], object]) -> None:
        super().__init__(daemon=True, name=act.__name__)
        self.seconds, self.act = seconds, act
        self.stopping = threading.Event()

    def run(self) -> None:
        from django.db import close_old_connections

        while not self.stopping.is_set():
            close_old_connections()
            try:
                self.act()
            except Exception:
                logger.exception("The worker could not do: %s", self.name)
            close_old_connections()
            self.stopping.wait(self.seconds)


def beat() -> None:
    from wayline.home import health

    health.worker_beats()


def hourly() -> None:
    from wayline.home import health
    from wayline.people import tasks

    if health.hour_begins():
        tasks.hourly()


def orphans() -> None:
    """At the start and then every half minute: what a killed worker left behind."""
    from wayline.cli.presence import put_back_orphans

    count = put_back_orphans()
    if count:
        logger.warning("%s errands of a worker that is no more are run again.", count)


def errands(name: str) -> tuple[Worker, Worker]:
    """Who runs every errand, and who runs those that do not take long, so that no letter waits behind a feed."""
    from django_tasks_db.management.commands.db_worker import Worker

    def without(left_out: list[str]) -> Worker:
        return Worker(
            queue_names=["*"],
            interval=0.5,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=left_out,
        )

    return without([]), without([LONG])


def run(worker: Worker) -> None:
    """Until it is told to stop. When the database restarts, so do we."""
    from django.db import OperationalError, close_old_connections

    while worker.running:
        try:
            worker.run()
        except OperationalError as error:
            logger.warning("The worker waits for the database: %s", error)
            close_old_connections()
            time.sleep(WAIT_SECONDS)


def prepare_reading() -> subprocess.Popen[bytes]:
    """Compiles what reads texts, so that nobody has to wait for it: beside everything else, once for a version."""
    code = "import os; os.nice(15); from wayline.taxonomy.skills.reading import prepare; prepare()"
    return subprocess.Popen([sys.executable, "-c", code])  # noqa: S603 - our own module


def work() -> None:
    """Run errands until a signal asks to stop. What is under way is finished first."""
    from django.utils.crypto import get_random_string

    from wayline.cli.presence import Presence

    name = get_random_string(32)
    presence = Presence(name)
    every, short = errands(name)
    beside = [
        Every(BEAT_SECONDS, beat),
        Every(BEAT_SECONDS, presence.hold),
        Every(LOOK_SECONDS, orphans),
        Every(LOOK_SECONDS, hourly),
    ]

    def stop(number: int, frame: FrameType | None) -> None:
        every.running = short.running = False
        for thread in beside:
            thread.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for thread in beside:
        thread.start()
    second = threading.Thread(target=run, args=[short], name="short errands")
    second.start()
    preparing = prepare_reading()
    try:
        run(every)
    finally:  # a process that ends is started again; one in which half goes on is not
        short.running = False
        preparing.kill()
        preparing.wait()
        second.join()


def child() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_supervisor()
    with django():
        work()


if __name__ == "__main__":
    child()
