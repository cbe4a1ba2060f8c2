"""Decisions: standard library only, frozen values in, values out, `now` is an argument."""
