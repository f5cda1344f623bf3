"""A headless Chromium for all tests that look at pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

from tests.machine import CHROMIUM, chromium

#: No background traffic: the browser talks to the page under test alone. Shared memory may be as small as a container
#: makes it; without it pages live in ordinary temporary files.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Milliseconds that anything in a page may take on a machine that is busy with other tests.
PATIENCE = 30_000


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """One browser process. Only one may run per test process. Raises MachineLacks if there is none to start."""
    executable = os.environ.get(CHROMIUM) or str(chromium())
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()
