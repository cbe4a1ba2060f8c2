"""Decisions. Standard library only: frozen values in, values out, the instant is an argument."""
