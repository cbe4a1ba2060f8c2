"""Measurements on real processes. pytest collects none of them; `./patrolctl bench` runs them."""
