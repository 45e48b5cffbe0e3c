import os

import pytest

from portal.runtime import stylesheet


@pytest.fixture
def static(tmp_path):
    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "css" / "base.css").write_text("@layer base { a { color: red; } }")
    (tmp_path / "css" / "layers.css").write_text("/* first */ @layer base, components;")
    (tmp_path / "css" / "components" / "fonts.css").write_text('@font-face { src: url("FONT"); }')
    (tmp_path / "css" / "desk").mkdir()
    (tmp_path / "css" / "desk" / "rail.css").write_text("@layer components { .rail { color: blue; } }")
    font = tmp_path / "vendor" / "font" / stylesheet.FONT
    font.parent.mkdir(parents=True)
    font.write_bytes(b"font")
    return tmp_path


def test_the_list_of_layers_comes_first_and_the_font_lies_beside_the_sheet(static):
    sheet = stylesheet.build(static)
    assert sheet.read_text().startswith("@layer base,components;")
    assert f'url("{stylesheet.FONT}?v=' in sheet.read_text()
    assert (sheet.parent / stylesheet.FONT).read_bytes() == b"font"


def test_what_staff_alone_wear_is_a_sheet_of_its_own(static):
    sheet = stylesheet.build(static)
    assert ".rail" not in sheet.read_text()
    assert (static / "build" / "desk.css").read_text() == "@layer components{.rail{color:blue}}"


def test_the_sheet_is_stale_when_a_source_is_newer(static):
    assert stylesheet.is_stale(static)
    sheet = stylesheet.build(static)
    assert not stylesheet.is_stale(static)
    later = sheet.stat().st_mtime + 5
    os.utime(static / "css" / "base.css", (later, later))
    assert stylesheet.is_stale(static)


def test_without_the_libraries_the_message_says_what_to_run(static):
    (static / "vendor").rename(static / "elsewhere")
    with pytest.raises(stylesheet.MissingFont, match="make setup"):
        stylesheet.build(static)


def test_shrinking_keeps_what_spaces_mean():
    css = 'a :focus { width: calc(100% - 2 * var(--s1)); content: "a  b"; /* no */ }\n\n.b > .c , .d { margin: 0 auto }'
    assert stylesheet.minify(css) == 'a :focus{width:calc(100% - 2 * var(--s1));content:"a b"}.b > .c,.d{margin:0 auto}'
