"""Answers found with a library's help: frozen values in, frozen values out, judged again by the rules."""
