"""The WSGI application: pages, the API, and what stands before both."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from flask import Flask, Response, jsonify, request
from jinja2 import ChoiceLoader, PackageLoader
from werkzeug.exceptions import HTTPException

from citecheck.model.errors import InputError
from citecheck.report.html_page import template_environment
from citecheck.web.api import blueprint as api
from citecheck.web.defence import defend
from citecheck.web.desk import Desk
from citecheck.web.pages import blueprint as pages
from citecheck.web.pages import show_error

LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: A file in a JSON request is a third longer than itself.
_OVERHEAD = 4 / 3
_SLACK = 100_000


def create_app(desk: Desk, *, hosts: tuple[str, ...] = LOOPBACK, token: str | None = None) -> Flask:
    """The application for one desk; ``hosts`` are the names that it answers to."""
    app = Flask("citecheck.web", static_folder=None, root_path=str(Path(__file__).parent))
    app.config.update(
        MAX_CONTENT_LENGTH=int(desk.most_bytes * _OVERHEAD) + _SLACK,
        MAX_FORM_MEMORY_SIZE=_SLACK,
        MAX_FORM_PARTS=20,
    )
    app.extensions["citecheck"] = desk
    environment = template_environment()
    ours = PackageLoader("citecheck.web", "templates")
    assert environment.loader is not None
    environment.loader = ChoiceLoader([ours, environment.loader])
    app.extensions["citecheck.templates"] = environment
    defend(app, hosts=hosts, token=token)
    app.register_blueprint(pages)
    app.register_blueprint(api, url_prefix="/api/v1")
    app.register_error_handler(InputError, lambda error: _tell(422, str(error)))
    app.register_error_handler(
        HTTPException, lambda error: _tell(error.code or 500, error.description or error.name)
    )
    app.register_error_handler(Exception, lambda error: _fault(app, error))

    @app.get("/style.css")
    def style() -> Response:
        """The report's own style, and what these pages need beside it."""
        sheets = (("citecheck.report", "page.css"), ("citecheck.web", "serve.css"))
        text = "\n".join(
            files(room).joinpath("templates", name).read_text(encoding="utf-8")
            for room, name in sheets
        )
        return Response(text, mimetype="text/css")

    return app


def _tell(code: int, words: str) -> tuple[Response, int]:
    if request.path.startswith("/api/"):
        return jsonify({"error": words}), code
    return show_error(code, words), code


def _fault(app: Flask, error: Exception) -> tuple[Response, int]:
    app.logger.error("a fault of ours", exc_info=error)
    return _tell(500, "a fault of citecheck's own; its log tells more")
