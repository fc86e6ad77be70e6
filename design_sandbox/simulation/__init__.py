"""Discrete-event simulation of the very walks that the analysis computes: on demand, seeded, with its uncertainty."""
