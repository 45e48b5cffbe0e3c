"""Attached files: told by their content, kept under random names, gone with their rows."""

import os
import stat

import pytest
from werkzeug.exceptions import NotFound

from portal.core import attachments, clock, tenancy
from portal.core.attachments import Attachment, WrongFile
from portal.core.database import transaction
from tests.support import cast

PDF = b"%PDF-1.7 a file"


def folder(app, organisation_id):
    return app.extensions["settings"].data_dir / attachments.FOLDER / str(organisation_id)


def kept(data=PDF):
    with transaction():
        return attachments.keep(data)


def test_a_file_is_kept_for_its_owner_alone_and_given_back(app, town):
    found = tenancy.get(Attachment, kept())
    path = folder(app, town.id) / found.name
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert attachments.serve(found.id, "sheet-1").data == PDF


def test_the_next_town_has_no_such_file(town):
    attachment_id = kept()
    other = cast.organisation("next", cast.NEIGHBOUR)
    with tenancy.use_organisation(other.id), pytest.raises(NotFound):
        attachments.serve(attachment_id, "sheet-1")


def test_a_file_that_is_removed_is_gone_from_the_disk_and_once_only(app, town):
    attachment_id = kept()
    for _again in range(2):
        with transaction():
            attachments.remove(attachment_id)
    assert list(folder(app, town.id).glob("*")) == []


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-" + b"0" * attachments.LARGEST_BYTES])
def test_what_is_no_picture_nor_pdf_or_too_large_is_refused(town, data):
    with pytest.raises(WrongFile):
        attachments.media_type(data)


def test_a_file_whose_row_was_never_committed_goes_the_next_night(app, town):
    stray = folder(app, town.id) / "stray"
    kept()
    stray.write_bytes(PDF)
    os.utime(stray, (0, 0))
    before = clock.now() - attachments.ORPHANS_KEPT
    assert attachments.count_orphans(before) == 1
    assert attachments.forget_orphans(before, 500) == 1
    assert not stray.exists()
    assert attachments.forget_orphans(before, 500) == 0
