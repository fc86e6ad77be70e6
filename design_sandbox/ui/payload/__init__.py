"""What the canvas is told, as pure functions from the engine's values to the JSON of the contract."""
