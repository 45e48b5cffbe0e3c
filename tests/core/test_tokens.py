"""Codes that people type, and secrets that nobody guesses."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import tokens


def test_a_code_holds_65_bits_in_signs_that_nobody_confuses():
    codes = {tokens.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(tokens.read_code(code) == code for code in codes)
    assert not set("01IO") & set(tokens.ALPHABET)
    assert len(tokens.ALPHABET) == 32


@pytest.mark.parametrize("typed", ["7k4mq-92qdt-5zc", " 7K4MQ 92QDT 5ZC ", "7K4MQ92QDT5ZC", "７Ｋ４ＭＱ-92QDT-5ZC"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert tokens.read_code(typed) == "7K4MQ-92QDT-5ZC"


@given(st.text())
def test_anything_else_is_no_code(typed):
    read = tokens.read_code(typed)
    assert read is None or tokens.read_code(read) == read


def test_ids_are_distinct_and_grow_with_time():
    ids = tokens.new_ids(5000)
    assert len(set(ids)) == 5000
    assert max(ids) < 2**63
    assert tokens.new_id() >> 21 >= min(ids) >> 21


def test_links_are_distinct_and_only_their_digest_is_kept():
    link = tokens.new_link()
    assert link != tokens.new_link()
    assert len(link) >= 22
    assert tokens.digest(link) == tokens.digest(link) != tokens.digest(link + "x")


def test_parts_of_a_keyed_digest_cannot_run_into_each_other():
    assert tokens.keyed(b"k", "ab", "c") != tokens.keyed(b"k", "a", "bc")


@pytest.mark.parametrize("text", ["", "x", "1" * 32 + "0", "\0", "{}"])
def test_a_form_id_that_was_tampered_with_is_none(text):
    assert tokens.read_uuid(text) is None


def test_a_form_id_is_read():
    one = uuid.uuid4()
    assert tokens.read_uuid(str(one)) == one
