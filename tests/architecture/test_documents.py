"""What the documents promise is what the code has."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import portal
from portal.accounts.rules import Right, Role, may
from portal.cli import main
from portal.core.logs import SECRET_PATHS
from tests.architecture import sources

README = (sources.ROOT / "README.md").read_text("utf-8")
ENVIRONMENT = re.compile(r"environ(?:\.get\(|\[)\s*\"([A-Z][A-Z_]+)\"|_(?:required|optional)\(environ, \"([A-Z_]+)\"")
ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)
LINK = re.compile(r"(?:\]\(|\bsrc(?:set)?=\")(?!https?:)([^)#\"]+)")
# Where packages come from, and folders of the machine somebody worked on.
ELSEWHERE = re.compile(r"pypi\.org|pythonhosted|npmjs|" + "|".join(("/" + "work/", "/" + "tmp/", "/" + "home/")))
TEXTS = {".py", ".md", ".toml", ".txt", ".json", ".html", ".css", ".js", ".po", ".cfg", ".ini", ".mako", ".yml", ""}


def first_column(title: str) -> list[str]:
    """The first words of each row of the tables under a heading of the README."""
    section = README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    return [match[1] for match in ROW.finditer(section)]


def commands(group: click.Group, path: str = "portal") -> Iterator[str]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", str(sources.ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no clone: git knows nothing of its files")
    return [path for name in listed.stdout.split("\0") if name and (path := sources.ROOT / name).is_file()]


def test_every_setting_is_in_the_readme_and_no_other():
    code = (sources.PORTAL / "settings.py").read_text("utf-8")
    read = {name for match in ENVIRONMENT.findall(code) for name in match if name}
    assert set(first_column("Settings")) == read


def test_every_command_is_in_the_readme_and_no_other():
    assert sorted(first_column("Command line")) == sorted(commands(main))


def test_the_table_of_roles_is_the_map_of_rights():
    rows = dict(ROW.findall(README.split("<!-- roles -->")[1].split("<!-- end of roles -->")[0]))
    staff = [role for role in Role if may(role, Right.DESK)]
    said = {right: [cell.strip() == "✓" for cell in cells.split("|")] for right, cells in rows.items()}
    assert said == {right.value: [may(role, right) for role in staff] for right in Right}


def test_every_target_and_variable_of_make_is_in_the_readme():
    makefile = (sources.ROOT / "Makefile").read_text("utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    variables = re.findall(r"^([A-Z]+) \?=", makefile, re.MULTILINE)
    assert targets
    assert set(first_column("Make")) == {f"make {name}" for name in targets[1].split()} | {*variables, "NAME"}


def test_every_decision_is_in_their_index():
    folder = sources.ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for name in names if f"({name})" not in index] == []
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_the_release_has_one_number_and_its_page_in_the_changelog():
    project = tomllib.loads((sources.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == portal.RELEASE
    assert f"\n## [{portal.RELEASE}] - " in (sources.ROOT / "CHANGELOG.md").read_text("utf-8")


def test_operators_are_told_of_every_kind_of_secret_link():
    kinds = re.match(r"/\(([a-z|-]+)\)/", SECRET_PATHS.pattern)
    assert kinds
    page = (sources.ROOT / "docs" / "operations.md").read_text("utf-8")
    assert f"location ~ /({kinds[1]})/" in page
    assert [kind for kind in kinds[1].split("|") if f"/{kind}/…`" not in page] == []


def test_links_between_documents_lead_somewhere():
    pages = [sources.ROOT / "README.md", sources.ROOT / "CHANGELOG.md", *(sources.ROOT / "docs").rglob("*.md")]
    lost = [
        f"{sources.name(page)}: {link}"
        for page in pages
        for link in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]
    assert lost == []


def test_no_file_names_a_registry_or_a_folder_of_somebody_s_machine():
    here = Path(__file__).resolve()
    found = [
        f"{sources.name(path)}:{number}"
        for path in tracked()
        if path.suffix in TEXTS and path != here
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ELSEWHERE.search(line)
    ]
    assert found == []
