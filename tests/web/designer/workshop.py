"""The other end of the editors: a server that hands out one model and takes what the page sends.

It speaks the JSON that `web/designer/shell/workbench.js` describes and sends the content security policy that the
editor pages get, so that the bundle is tested as people run it, without the rest of the application.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from web.designer.bundle import BUNDLE, bundle_if_needed

MODELS = Path(__file__).parent / "models"
TOKEN = "token-of-this-page"

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: What the libraries' style attributes need, and nothing more.
EDITING = f"{STRICT}; style-src-attr 'unsafe-inline'"

MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


@dataclass
class Workshop:
    """What the server answers and what it was sent. `answers` maps "save", "validate" … to (status, body)."""

    url: str = ""
    source: str | None = None
    file: str = "ziel.bpmn"
    state: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: list[str | None] = field(default_factory=list)

    def load(self, file: str) -> str:
        """Hand out one of the model files; returns its text."""
        self.file = file
        self.source = (MODELS / file).read_text(encoding="utf-8")
        return self.source

    def model(self) -> dict[str, Any]:
        catalogue = {
            "groups": [{"value": "fallmanagement", "label": "Fallmanagement"}, {"value": "teamleitung"}],
            "forms": [{"value": "zielberuf.form"}, {"value": "profil.form", "label": "Profil"}],
        }
        return {
            "source": self.source,
            "key": self.file.partition(".")[0],
            "file": self.file,
            "name": "Ein Modell",
            "revision": 3,
            "published_version": 4,
            "catalogue": catalogue,
        }

    def editor_page(self) -> str:
        entry = {"bpmn": "modeler", "dmn": "dmn", "form": "form-editor"}[self.file.rpartition(".")[2]]
        urls = " ".join(f'data-{verb}-url="/{verb}"' for verb in ("source", "save", "validate", "publish", "preview"))
        return page(entry, f'<div id="editor" {urls} data-csrf="{TOKEN}"></div>')

    def viewer_page(self) -> str:
        return page(
            "viewer",
            '<div class="pw-diagram" data-source-url="/diagram" data-state="state" data-label="Ablauf"></div>'
            f'<script type="application/json" id="state">{json.dumps(self.state)}</script>',
        )


def page(entry: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Werkstatt</title>'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/{entry}.css">'
        f'<script type="module" src="/static/{entry}.js"></script></head>'
        f"<body><main><h1>Werkstatt</h1>{body}</main></body></html>"
    )


def handler_for(workshop: Workshop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Tests speak for themselves."""

        def answer(self, body: bytes, media_type: str, *, status: int = 200, policy: str = EDITING) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def answer_json(self, body: dict[str, Any], status: int = 200) -> None:
            self.answer(json.dumps(body).encode(), "application/json", status=status)

        def do_GET(self) -> None:
            if self.path.startswith("/static/"):
                path = BUNDLE / self.path.removeprefix("/static/").partition("?")[0]
                self.answer(path.read_bytes(), MEDIA_TYPES[path.suffix])
            elif self.path == "/source":
                self.answer_json(workshop.model())
            elif self.path == "/diagram":
                self.answer((workshop.source or "").encode(), "application/xml")
            elif self.path == "/view":
                self.answer(workshop.viewer_page().encode(), "text/html; charset=utf-8", policy=STRICT)
            else:
                self.answer(workshop.editor_page().encode(), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            verb = self.path.removeprefix("/")
            workshop.sent[verb] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            workshop.tokens.append(self.headers.get("X-CSRFToken"))
            status, body = workshop.answers.get(verb, (200, {"revision": 4, "findings": [], "version": 5}))
            self.answer_json(body, status)

    return Handler


@contextmanager
def open_workshop() -> Iterator[Workshop]:
    """Serve a workshop on a free port."""
    bundle_if_needed()
    workshop = Workshop()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(workshop))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    workshop.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield workshop
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
