import gzip

from portal.core import forecourt


def lit(picture):
    tones = dict(picture)
    return sum(tones.get(tone, "").count("M") for tone in ("p-lit", "p-brand"))


def test_as_many_stones_are_lit_as_there_are_subjects_open():
    assert [lit(forecourt.draw(n)) for n in range(13)] == list(range(13))


def test_a_crowd_of_subjects_does_not_light_the_whole_place():
    assert lit(forecourt.draw(400)) == lit(forecourt.draw(12)) == 12
    assert lit(forecourt.draw(-1)) == 0


def test_lighting_one_more_moves_no_stone():
    def everything(n):
        return sorted("M" + stone for _, path in forecourt.draw(n) for stone in path.split("M")[1:])

    assert everything(3) == everything(9)


def test_the_picture_is_light():
    paths = "".join(path for _, path in forecourt.draw(6))
    assert len(gzip.compress(paths.encode())) < 4000
