"""The pages. Each has `show()`, which draws it."""
