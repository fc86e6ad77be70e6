"""The numbers of a design as pages show them: every figure unfolds to its formula, its inputs and their sources."""
