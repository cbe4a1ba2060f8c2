"""Mirrors the tree. Sentences for names, builders for data, fakes for parts."""
