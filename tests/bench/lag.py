from tests.bench.report import Figure


def measure(*a) -> list[Figure]:
    return []
