"""What reviewers would otherwise have to look for."""

import ast
import re
from pathlib import Path

from tests.architecture import sources

INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=\"|\son[a-z]+=\"|\shx-on", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")


def test_no_import_hides_inside_a_function() -> None:
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.modules()
        for function in sources.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    found = [sources.name(path) for path in sources.modules() if UNFINISHED.search(path.read_text("utf-8"))]
    assert found == []


def test_no_template_holds_script_or_style() -> None:
    pages = [path for path in sources.templates() if "email" not in path.parts]
    assert [sources.name(path) for path in pages if INLINE.search(path.read_text("utf-8"))] == []


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [path for path in sources.modules() if path.read_text() and not _docstring(path)]
    assert [sources.name(path) for path in silent] == []


def _docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text("utf-8")))
