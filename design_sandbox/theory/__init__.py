"""Formulas of load, waiting, loss, copies and failure: plain numbers in, plain numbers out.

Nothing here knows a design, a scenario or a screen. Every function names the source of its formula, its units, and
how far it is from the truth; bad input raises ValueError in plain words.
"""
