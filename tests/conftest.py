"""What all tests share: Hypothesis measures no time, and tests that share a costly fixture run in one process."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays in one process, and all browser tests do: two Chromiums at once would wait for each other.

    They take longest and come first, so that the other processes are busy meanwhile.
    """
    for item in items:
        browser = item.get_closest_marker("browser") is not None
        item.add_marker(pytest.mark.xdist_group("browser" if browser else item.path.as_posix()))
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
