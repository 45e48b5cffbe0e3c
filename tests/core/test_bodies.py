"""How much a post may bring, in Flask and in front of it."""

from portal.core import attachments, bodies
from portal.petitions.queries import paper
from tests.support import cast, signers

PHOTO = b"\xff\xd8\xff" + b"0" * 5_000_000


def test_only_addresses_of_scans_take_more_than_two_megabytes_in_any_language(app):
    limit = bodies.limits(app)
    for path in ("/manage/petitions/7/paper/new", "/en/manage/petitions/7/paper/3/scan"):
        assert limit("POST", path) == attachments.POST_BYTES
    for method, path in (
        ("GET", "/manage/petitions/7/paper/new"),
        ("PUT", "/manage/petitions/7/paper/new"),
        ("POST", "/manage/petitions/7/paper/3"),
        ("POST", "/petitions/x/sign"),
        ("POST", "/nothing"),
    ):
        assert limit(method, path) == bodies.USUAL, (method, path)


def test_a_photograph_is_kept_where_scans_are_and_refused_elsewhere(desk):
    petition = cast.petition()
    sheet_id, _participation_id = signers.on_paper(petition, "Carol Martin")
    path = f"/manage/petitions/{petition.id}/paper/{sheet_id}"

    def send(to, size):
        head = b'--cut\r\nContent-Disposition: form-data; name="scan"; filename="photo.jpg"\r\n\r\n'
        body = head + PHOTO.ljust(size, b"0") + b"\r\n--cut--\r\n"
        return desk.post(to, body, **{"Content-Type": "multipart/form-data; boundary=cut"}).status_code

    assert send(f"{path}/scan", len(PHOTO)) == 303
    assert len(desk.get(f"{path}/scan").data) == len(PHOTO)
    kept = paper.sheet(petition.id, sheet_id).attachment_id
    assert send(path, len(PHOTO)) == 413
    assert send(f"{path}/scan", attachments.LARGEST_BYTES + 1) == 422
    assert send(f"{path}/scan", attachments.POST_BYTES) == 413
    assert paper.sheet(petition.id, sheet_id).attachment_id == kept
