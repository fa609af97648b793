"""Benchmarks: ratios measured in one run. ``make bench`` prints them; timing never decides a test."""
