"""The web server of tests ends without leaving anything behind in the process."""

from __future__ import annotations

import http.client
import os
import threading
from urllib.parse import urlsplit

from flask import Flask

from tests.serving import serving


def test_nothing_is_left_of_a_server_whose_visitors_stay_connected_and_wait() -> None:
    app, waiting, may_answer = Flask(__name__), threading.Event(), threading.Event()

    @app.get("/")
    def at_once() -> str:
        return "da"

    @app.get("/langsam")
    def slowly() -> str:
        waiting.set()
        may_answer.wait(10)
        return "endlich"

    threads, files = set(threading.enumerate()), set(os.listdir("/proc/self/fd"))
    with serving(app, threads=2) as address:
        staying, leaving = (http.client.HTTPConnection(str(urlsplit(address).netloc)) for _ in range(2))
        staying.request("GET", "/")
        assert staying.getresponse().read() == b"da"
        leaving.request("GET", "/langsam")
        assert waiting.wait(10)
        leaving.close()
        may_answer.set()
    staying.close()
    assert set(threading.enumerate()) == threads
    assert set(os.listdir("/proc/self/fd")) == files
