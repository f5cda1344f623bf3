"""A real web server inside of the test's own process, and its orderly end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress.server import create_server

#: Seconds that requests under way may still take when the server ends.
PATIENCE = 30


@contextmanager
def serving(app: Flask, *, threads: int) -> Iterator[str]:
    """The address of `app` on a free port. When this ends, no thread of the server is left, nor a socket."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=threads)
    loop = threading.Thread(target=server.run, name="server", daemon=True)
    loop.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        _end(server, loop)


def _end(server: Any, loop: threading.Thread) -> None:
    """First the requests under way end, then the loop lets its sockets go itself.

    A socket closed from another thread is taken from under the loop's feet, and a request that ends later wakes the
    loop through a number that by then may belong to any other open file of the process.
    """

    def let_go() -> None:
        for connection in list(server.active_channels.values()):
            connection.handle_close()
        server.close()

    server.task_dispatcher.shutdown(timeout=PATIENCE)
    server.trigger.pull_trigger(let_go)
    loop.join(timeout=PATIENCE)
    assert not loop.is_alive(), "the web server of a test did not end"
