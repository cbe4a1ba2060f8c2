"""A made-up market, the same every time, for the demonstration and the tests."""

from patrol.sample.market import sample_market

__all__ = ["sample_market"]
