"""The benchmarks can be repeated."""
