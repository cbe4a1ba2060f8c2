"""A made-up market, the same every time, for the demonstration and the tests."""
