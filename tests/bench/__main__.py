"""`make bench`: run the scenarios, print each figure beside its target.

python -m tests.bench [submit pages lag drain size bulk anonymise petition steady start] [--rounds 3]
    [--size 6000000] [--seconds 60] [--burst 6]
"""

import argparse
import sys

from tests.bench import anonymise, bulk, drain, lag, load, pages, signing, size, stage, start, steady, submit
from tests.bench.report import Figure
from tests.bench.scale import scale

SCENARIOS = {
    "submit": submit,
    "pages": pages,
    "lag": lag,
    "drain": drain,
    "size": size,
    "bulk": bulk,
    "anonymise": anonymise,
    "petition": signing,
    "steady": steady,
    "start": start,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=scale.size, help="signatures of the full petition")
    parser.add_argument("--seconds", type=int, default=scale.seconds, help="of each steady stream of signatures")
    parser.add_argument("--burst", type=int, default=scale.burst, help="seconds of each run of wrk")
    options = parser.parse_args()
    if unknown := set(options.scenarios) - SCENARIOS.keys():
        parser.error(f"no scenario is called {', '.join(sorted(unknown))}")
    scale.size, scale.seconds, scale.burst = options.size, options.seconds, options.burst
    load.ensure_wrk()
    figures: list[Figure] = []
    for name in options.scenarios:
        print(f"\n{name}: {(SCENARIOS[name].__doc__ or '').strip()}", flush=True)
        figures += _told(_measured(name, options.rounds))
    missed = [figure for figure in figures if not figure.is_reached]
    print(f"\n{len(figures) - len(missed)} of {len(figures)} targets reached.")
    return 0


def _measured(name: str, rounds: int) -> list[Figure]:
    if name == "start":  # `make run` brings its own services, and nothing else may run beside it
        return start.measure()
    with stage.services() as prepared:
        found: list[Figure] = SCENARIOS[name].measure(prepared, rounds)
        return found


def _told(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        print(figure, flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
