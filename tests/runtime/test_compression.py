import gzip

from portal.runtime import compression, frontend


def test_texts_get_a_twin_and_small_or_binary_files_do_not(tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "long.js").write_text("console.log(1);\n" * 100)
    (tmp_path / "js" / "short.js").write_text("1")
    (tmp_path / "js" / "font.woff2").write_bytes(bytes(2000))
    assert compression.compress(tmp_path) == 1
    assert gzip.decompress((tmp_path / "js" / "long.js.gz").read_bytes()) == (tmp_path / "js" / "long.js").read_bytes()
    assert not (tmp_path / "js" / "short.js.gz").exists()
    assert not list(tmp_path.rglob("*.woff2.*"))


def test_brotli_twins_are_smaller_still(tmp_path):
    node = frontend.find_node()
    assert node, "set-up installs Node, or its wheel"
    (tmp_path / "js").mkdir()
    source = tmp_path / "js" / "words.js"
    source.write_text("".join(f"say('{n} sujets vous attendent');\n" for n in range(300)))
    compression.compress(tmp_path)
    small, smaller = (source.with_name(source.name + suffix).stat().st_size for suffix in (".gz", ".br"))
    assert smaller < small


def test_a_twin_is_the_same_from_one_machine_to_another(tmp_path):
    (tmp_path / "build").mkdir()
    sheet = tmp_path / "build" / "a.css"
    sheet.write_text("a{color:red}" * 100)
    compression.compress(tmp_path)
    first = sheet.with_name("a.css.gz").read_bytes()
    compression.compress(tmp_path)
    assert sheet.with_name("a.css.gz").read_bytes() == first
