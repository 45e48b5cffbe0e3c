"""How often an open page asks for its number again. Where thousands look at once, each asks a little later."""

import datetime as dt

USUAL = 4
SURGE = 10
QUIET = 15

MANY_MOVES = 4  # since the reader asked last: figures that move all the time are worth waiting for
QUIET_AFTER = dt.timedelta(minutes=30)


def seconds(moves: int, still_for: dt.timedelta | None) -> int:
    """`moves` of the figures since this reader asked last (0 on a fresh page); `still_for` since they moved at all."""
    if moves >= MANY_MOVES:
        return SURGE
    if still_for is None or still_for > QUIET_AFTER:
        return QUIET
    return USUAL
