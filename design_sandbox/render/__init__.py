"""Drawings as SVG, PNG, PDF and DOT: Graphviz places, this package draws."""
