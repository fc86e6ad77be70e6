"""Reviews in the formats that people, pull requests and other tools read."""
