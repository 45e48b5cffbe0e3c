import json
from pathlib import Path

import pytest

from portal.runtime import frontend


def test_every_library_is_listed_with_a_path_and_the_digest_of_what_is_served() -> None:
    manifest = json.loads((frontend.STATIC / "vendor" / "manifest.json").read_text())
    assert set(manifest) == set(frontend.LIBRARIES)
    for entry in manifest.values():
        assert frontend.integrity((frontend.STATIC / "vendor" / entry["path"]).read_bytes()) == entry["integrity"]


def test_the_font_is_narrowed_to_what_pages_wear() -> None:
    narrowed = frontend.STATIC / "vendor" / "font" / frontend.FONT
    assert narrowed.stat().st_size < 0.9 * (frontend.STATIC / "node_modules" / frontend.FONT_SOURCE).stat().st_size
    assert all(Path(file).stat().st_size > 10_000 for file in frontend.font_files(frontend.STATIC))


def test_without_node_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(frontend, "find_spec", lambda _name: None)
    with pytest.raises(frontend.NodeMissing, match=r"requirements/node\.txt"):
        frontend.npm()


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((Path(frontend.STATIC) / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
