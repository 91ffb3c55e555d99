"""Benchmarks: how much time and memory whole commands take, as ratios within one run."""
