"""A browser without script for view tests. It reads every page it fetches as a strict reviewer would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import flask_babel
from flask import Flask, g
from werkzeug.test import TestResponse

from portal.core.database import db

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OPTIONAL = {"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "option"}
LABELLED = {"text", "email", "password", "search", "number", "date", "tel", "url", "file", "radio", "checkbox"}


@dataclass
class Form:
    """A form as a person sees it: where it goes, what is filled in, what its buttons say."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


class Reading(HTMLParser):
    """One pass over a page: its faults, its forms, its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.forms: list[Form] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._labels: set[str] = set()
        self._inputs: list[tuple[str, dict[str, str | None]]] = []
        self._headings = 0
        self._textarea: str | None = None
        self._select: str | None = None
        self.feed(html)
        self.close()
        self._finish(is_page="<html" in html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        self._check_attributes(tag, values)
        self._headings += tag == "h1"
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag == "label" and values.get("for"):
            self._labels.add(values["for"] or "")
        if tag == "form":
            self.forms.append(Form(values.get("action") or "", (values.get("method") or "get").lower()))
        if tag == "option":
            self._choose(values)
        if tag in ("input", "select", "textarea"):
            self._inputs.append((tag, values))
            self._note(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self._open and self._open[-1] != tag and self._open[-1] in OPTIONAL:
            self._open.pop()
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._open and self._open[-1] == "textarea" and self.forms and self._textarea:
            self.forms[-1].fields[self._textarea] = [data.lstrip("\n")]
        if self._open and self._open[-1] in ("script", "style") and data.strip():
            self.faults.append(f"inline {self._open[-1]}")

    def _check_attributes(self, tag: str, values: dict[str, str | None]) -> None:
        if (identity := values.get("id")) is not None:
            if identity in self._ids:
                self.faults.append(f"id {identity} twice")
            self._ids.add(identity)
        self.faults += [f"{name} on <{tag}>" for name in values if name == "style" or name.startswith("on")]

    def _choose(self, values: dict[str, str | None]) -> None:
        """A list that nobody touched sends what is selected, else its first option."""
        if self._select is None or not self.forms:
            return
        chosen = self.forms[-1].fields
        if "selected" in values or self._select not in chosen:
            chosen[self._select] = [values.get("value") or ""]

    def _note(self, tag: str, values: dict[str, str | None]) -> None:
        name, kind = values.get("name"), values.get("type") or "text"
        if not self.forms or not name:
            return
        if tag == "textarea":
            self._textarea = name
            return
        if tag == "select":
            self._select = name
            return
        if kind in ("radio", "checkbox") and "checked" not in values:
            return
        self.forms[-1].fields.setdefault(name, []).append(values.get("value") or "")

    def _finish(self, *, is_page: bool) -> None:
        self.faults += [f"<{tag}> stays open" for tag in self._open if tag not in OPTIONAL]
        if is_page and self._headings != 1:
            self.faults.append(f"{self._headings} h1")
        for tag, values in self._inputs:
            needs_label = tag != "input" or (values.get("type") or "text") in LABELLED
            has_label = values.get("id") in self._labels or "aria-label" in values or "aria-labelledby" in values
            if needs_label and not has_label:
                self.faults.append(f"<{tag} name={values.get('name')}> has no label")


class Browser:
    """Fetches pages of one host; each page must be clean, and must leave nothing unsaved behind.

    It holds a cookie of no meaning, so that each page is rendered now; `is_anonymous` is for tests of the shared cache.
    """

    def __init__(self, app: Flask, host: str, *, is_anonymous: bool = False) -> None:
        self.client = app.test_client()
        self.host = host
        self.is_anonymous = is_anonymous
        self.last: TestResponse | None = None

    def get(self, path: str, *, htmx: bool = False, **headers: str) -> TestResponse:
        return self._open("GET", path, htmx, headers)

    def post(self, path: str, data: Any = None, *, htmx: bool = False, **headers: str) -> TestResponse:
        return self._open("POST", path, htmx, {"Sec-Fetch-Site": "same-origin"} | headers, data=data or {})

    def read(self, response: TestResponse) -> Reading:
        """The page as it can be filled in and asserted on."""
        return Reading(response.text)

    def submit(self, page: TestResponse, form: int = 0, **filled: Any) -> TestResponse:
        """Fill in a form of a page by field name and send it, with everything that was in it already."""
        forms = [each for each in self.read(page).forms if each.method == "post"]
        chosen = [each for each in forms if not each.action.endswith("/sign-out")][form]
        names = {name.replace("__", "."): value for name, value in filled.items()}
        data = {name: values for name, values in chosen.fields.items() if name not in names}
        return self.post(chosen.action, data | names)

    def sign_in(self, user: Any) -> None:
        """Begin a session of this account, without the pages that lead to one."""
        with self.client.session_transaction(base_url=f"http://{self.host}") as session:
            session.clear()
            session["_user_id"] = user.get_id()
            session["_fresh"] = True

    def session_cookie(self) -> Any:
        """What the browser keeps of the session; None when nobody is signed in."""
        return self.client.get_cookie("session", domain=self.host)

    def _open(self, method: str, path: str, htmx: bool, headers: dict[str, str], **options: Any) -> TestResponse:
        sent = headers | ({"HX-Request": "true"} if htmx else {})
        sent = {name.replace("_", "-"): value for name, value in sent.items()}
        flask_babel.refresh()  # the test's own context outlives requests, and would keep the first one's language
        if not self.is_anonymous:
            self.client.set_cookie("reader", "here", domain=self.host)
        g.pop("_login_user", None)  # the test's own context outlives each request, and would remember who signed in
        response = self.client.open(path, method=method, base_url=f"http://{self.host}", headers=sent, **options)
        unsaved = [*db.session.new, *db.session.dirty]
        assert not unsaved, "the view left unsaved changes"
        if response.mimetype == "text/html":
            faults = Reading(response.text).faults
            assert not faults, f"{method} {path}: {faults}\n{response.status}\n{response.text[-1500:]}"
            assert re.search(r"\{\{|\}\}|\{%", response.text) is None, f"{path} shows template code"
        self.last = response
        return response
