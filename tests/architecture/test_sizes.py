"""Files, functions and templates stay small enough to be read at one sitting."""

from tests.architecture import sources

VAGUE = {"utils", "helpers", "common", "misc", "tools", "base"}


def test_no_file_is_longer_than_300_lines_and_nine_in_ten_than_200() -> None:
    sizes = {sources.name(path): sources.lines(path) for path in sources.modules()}
    assert [name for name, size in sizes.items() if size > 300] == []
    assert sources.tenth_largest(list(sizes.values())) <= 200


def test_no_function_is_longer_than_40_lines_and_nine_in_ten_than_30() -> None:
    sizes = {
        f"{sources.name(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in sources.modules()
        for function in sources.functions(path)
    }
    assert [name for name, size in sizes.items() if size > 40] == []
    assert sources.tenth_largest(list(sizes.values())) <= 30


def test_no_template_is_longer_than_120_lines() -> None:
    assert [sources.name(path) for path in sources.templates() if sources.lines(path) > 120] == []


def test_no_file_of_a_feature_has_a_name_that_says_nothing() -> None:
    found = [path for feature in sources.FEATURES for path in sources.modules(of=feature) if path.stem in VAGUE]
    assert [sources.name(path) for path in found] == []
