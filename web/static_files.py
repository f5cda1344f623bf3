"""Style sheets, scripts and fonts: asked for once by each browser, because their address changes with their content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

#: Seconds a browser keeps what was asked for by its content (a year), and a font, which style sheets ask for by name.
FOR_GOOD, FONT = 31_536_000, 86_400


class _Sessions(SecureCookieSessionInterface):
    """A file is nobody's: said to vary with the cookie, it would be asked for anew with every change of that."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Add `v=<content>` to every `url_for("static", …)`, and let browsers keep what is asked for like this."""
    app.session_interface = _Sessions()
    folder = Path(str(app.static_folder))

    @app.url_defaults
    def name_the_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (version := version_of(folder / str(values.get("filename", "")))):
            values.setdefault("v", version)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code not in (200, 304):
            return response
        filename = str((request.view_args or {}).get("filename", ""))
        if "v" in request.args and request.args["v"] == version_of(folder / filename):
            response.headers["Cache-Control"] = f"public, max-age={FOR_GOOD}, immutable"
        elif filename.endswith(".woff2"):
            response.headers["Cache-Control"] = f"public, max-age={FONT}"
        return response


def version_of(path: Path) -> str | None:
    """The first letters of the file's digest; None if there is no such file. A file that changes is read again."""
    try:
        found = path.stat()
    except OSError:
        return None
    return _digest(path, found.st_mtime_ns, found.st_size) if path.is_file() else None


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
