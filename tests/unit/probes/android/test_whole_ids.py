"""What is allowed to a whole user id, in the raw dump as phones print it (shape of a real Android 10's and 11's)."""

from __future__ import annotations

import pytest

from checker.model.unreadable import Unreadable
from checker.probes.android.appops import ids_with
from tests.unit.probes.android.raw import filtered

RAW = """Current AppOps Service state:
  Uid 1000:
    state=pers
    Package android:
      WAKE_LOCK (allow):
  Uid u0a103:
    state=cch
    capability=------
      COARSE_LOCATION: mode=ignore
      MANAGE_EXTERNAL_STORAGE: mode=allow
    Package com.example.notes:
      MANAGE_EXTERNAL_STORAGE (default):
    Package com.example.shared:
  Uid u10a104:
      MANAGE_EXTERNAL_STORAGE: mode=allow
    Package com.example.second:
  Uid u0a105:
      MANAGE_EXTERNAL_STORAGE: mode=ignore
      GET_USAGE_STATS: mode=allow
"""


@pytest.mark.parametrize(
    ("operation", "user", "packages"),
    [
        ("MANAGE_EXTERNAL_STORAGE", 0, {"com.example.notes", "com.example.shared"}),
        ("MANAGE_EXTERNAL_STORAGE", 10, {"com.example.second"}),
        ("PROJECT_MEDIA", 0, set()),
        ("GET_USAGE_STATS", 0, {""}),
    ],
)
def test_every_package_of_an_id_is_named(operation: str, user: int, packages: set[str]) -> None:
    printed = filtered("apps.use", RAW).stdout.decode()
    assert "COARSE_LOCATION" not in printed
    assert ids_with(printed, operation, user) == packages


@pytest.mark.parametrize("printed", ["", "  Package a.b:\n  Uid odd:\n      PROJECT_MEDIA: mode=allow\n"])
def test_a_dump_that_is_not_understood_is_refused(printed: str) -> None:
    with pytest.raises(Unreadable):
        ids_with(printed, "PROJECT_MEDIA", 0)
