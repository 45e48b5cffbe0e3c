"""Benchmarks: each figure beside the raw limit, measured in the same run. See README, "How fast"."""
