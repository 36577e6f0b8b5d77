"""Measured speed, as ratios against a limit in the same run: `make bench`."""
