"""The worker: runs errands (mail, PDF, imports) from the database, and what is due every hour.

`wayline worker` runs it alone; under `wayline run` it is a child, started as `python -m wayline.cli.worker --child`.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from wayline.cli.ground import django
from wayline.cli.web import end_with_the_supervisor

logger = logging.getLogger("wayline.worker")
BEAT_SECONDS = 10
LOOK_SECONDS = 30


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


def work() -> None:
    """Run errands until a signal asks to stop. An errand under way is finished first."""
    from django.db import OperationalError, close_old_connections
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    from wayline.cli.presence import Presence

    name = get_random_string(32)
    presence = Presence(name)
    beside = [
        Every(BEAT_SECONDS, beat),
        Every(BEAT_SECONDS, presence.hold),
        Every(LOOK_SECONDS, orphans),
        Every(LOOK_SECONDS, hourly),
    ]
    for thread in beside:
        thread.start()
    worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )

    def stop(number: int, frame: FrameType | None) -> None:
        for thread in beside:
            thread.stopping.set()
        worker.running = False
        if not worker.running_task:
            sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while worker.running:
        try:
            worker.run()
        except OperationalError as error:  # the database restarts; so do we
            logger.warning("The worker waits for the database: %s", error)
            close_old_connections()
            beside[0].stopping.wait(2)


def child() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_supervisor()
    with django():
        work()


if __name__ == "__main__":
    child()
