"""The project's files as the architecture tests read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
FEATURES = (
    "accounts",
    "api",
    "consents",
    "consultations",
    "contacts",
    "mailings",
    "moderation",
    "organisations",
    "participation",
    "petitions",
    "site",
    "surveys",
    "territory",
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*, of: str = "") -> list[Path]:
    return sorted((PORTAL / of).rglob("*.py"))


def templates() -> list[Path]:
    return sorted((PORTAL / "templates").rglob("*.html"))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tenth_largest(sizes: list[int]) -> int:
    """The size that nine in ten do not exceed."""
    return sorted(sizes)[int(len(sizes) * 0.9)]
