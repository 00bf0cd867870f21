"""One web process: serves pages on a socket that the supervisor opened. Started as `python -m wayline.cli.web FD`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading

import uvicorn

from wayline.common import garbage

SECONDS_TO_FINISH = 3  # a live reader never ends by itself, so Ctrl-C waits no longer than this for pages under way


def end_with_the_supervisor() -> None:
    """Our standard input is a pipe from the supervisor. When it closes, the supervisor is gone, however it died."""

    def wait() -> None:
        while os.read(0, 1024):
            continue
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def serve(listening: socket.socket) -> None:
    config = uvicorn.Config(
        "wayline.config.asgi:application",
        log_level=os.environ.get("WAYLINE_LOG_LEVEL", "warning").lower(),
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=False,  # Django and allauth decide which headers of the proxy they trust
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        timeout_keep_alive=10,
        # A request that follows on the same connection before the one before it has quite ended would inherit its
        # thread (asgiref), lose it half way, and with it its database connection, until every page waits.
        reset_contextvars=True,
    )
    config.load()
    garbage.spare_what_is_loaded()
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_supervisor()
    serve(socket.socket(fileno=int(sys.argv[1])))
