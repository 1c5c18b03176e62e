"""From a request to a session: what is refused and why, what is kept, and what the officer closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.app.inspection import Request, open_session, usual_profile
from checker.app.refused import Refused, Why
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.machine.machine import Machine
from checker.machine.recording import Recorder
from checker.model.target import DeviceClass, Platform, Profile, Target
from checker.store.reviews import Decision, Reviews
from tests.worlds.world import World


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    recorder = Recorder(World(files={"/etc/machine-id": "abc\n"}))
    machine = Machine(recorder)
    assert machine.host
    assert machine.text("/etc/machine-id", 1 << 10)
    return recorder.save(tmp_path / "recording")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"target": "printer"}, Why.REQUEST),
        ({"target": "phone:0000"}, Why.UNREACHABLE),
        ({"target": "medium:/nowhere/at/all", "record": True}, Why.REQUEST),
        ({"classified": True}, Why.REQUEST),
        ({"policy": Path("/nowhere.toml")}, Why.REQUEST),
        ({"waivers": Path("/nowhere.toml")}, Why.REQUEST),
        ({"replay": Path("/nowhere.json")}, Why.REQUEST),
    ],
)
def test_what_cannot_begin_says_what_kind_of_refusal_it_is(tmp_path: Path, wrong: dict, why: Why) -> None:
    with pytest.raises(Refused) as refused:
        open_session(Catalog(), Request(workspace=Workspace(tmp_path), **wrong))
    assert refused.value.why is why
    assert refused.value.reason.zh


def test_results_of_a_recording_are_kept_only_where_somebody_says_so(tmp_path: Path, recording: Path) -> None:
    workspace = Workspace(tmp_path / "store")
    opened = open_session(Catalog(), Request(workspace=workspace, replay=recording, kept=False))
    assert opened.session.store is None
    assert not workspace.folder.exists()
    kept = open_session(Catalog(), Request(workspace=workspace, replay=recording))
    assert kept.session.store is not None


def test_a_folder_that_cannot_be_used_is_said_and_the_inspection_goes_on(tmp_path: Path, recording: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    opened = open_session(Catalog(), Request(workspace=Workspace(tmp_path / "file"), replay=recording))
    assert opened.session.store is None
    assert "结果只在屏幕上" in opened.warnings[-1].zh


@pytest.mark.parametrize(("replayed", "closed"), [(True, ()), (False, ("d" * 64,))])
def test_what_the_officer_closed_here_counts_here(
    tmp_path: Path, recording: Path, replayed: bool, closed: tuple[str, ...]
) -> None:
    workspace = Workspace(tmp_path / "store")
    Reviews(workspace.documents).keep("d" * 64, Decision.FALSE, "样例", "王保密")
    request = Request(workspace=workspace, replay=recording if replayed else None)
    assert open_session(Catalog(), request).session.policy.documents.closed == closed


def test_a_medium_is_looked_at_in_full_unless_somebody_says_otherwise() -> None:
    stick = Target("medium-1", Platform.MEDIUM, "stick", DeviceClass.MEDIA)
    assert usual_profile(stick) is Profile.QUARTERLY
    assert usual_profile(Target("linux-1", Platform.LINUX, "pc")) is Profile.DAILY
