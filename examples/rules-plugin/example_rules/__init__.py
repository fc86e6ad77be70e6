"""Rules that this plug-in brings; the entry point in pyproject.toml names `RULES`."""

from example_rules.store_without_team import RULE as STORE_WITHOUT_TEAM

RULES = (STORE_WITHOUT_TEAM,)
