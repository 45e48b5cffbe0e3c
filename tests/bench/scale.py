"""How big and how long: `--size` and `--seconds`, so that a scenario can be tried in a minute before it is measured."""

from dataclasses import dataclass


@dataclass
class Scale:
    """`size`: signatures of the full petition; `seconds`: of each steady stream; `burst`: of each run of wrk."""

    size: int = 6_000_000
    seconds: int = 60
    burst: int = 6


scale = Scale()
