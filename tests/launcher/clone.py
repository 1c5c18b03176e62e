"""A clone that holds the launcher, the set-up and one tiny package, installed from a folder of wheels: no network."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAIN = (
    "import os, sys, tiny\nprint(os.getcwd(), tiny.VERSION, *sys.argv[1:])\nprint(sys.executable, sys.flags.isolated)\n"
)
STAMP = ".complete"
OWN_CODE = Path("checker", "machine", "own_code.py")  # what root asks first


class Clone:
    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "packaging" / "locks").mkdir(parents=True)
        shutil.copy2(ROOT / "mijian", root / "mijian")
        shutil.copy2(ROOT / "packaging" / "environment.py", root / "packaging" / "environment.py")
        (root / "checker" / "machine").mkdir(parents=True)
        shutil.copy2(ROOT / OWN_CODE, root / OWN_CODE)
        (root / "main.py").write_text(MAIN, encoding="utf-8")
        self.lock("1")

    def lock(self, version: str, name: str = "runtime", *, hashed: str = "", brought: bool = True) -> None:
        """A lock that names one release of `tiny`; its wheel is beside the clone's other files if it was brought."""
        wheels = self.root / "packaging" / "wheels"
        wheels.mkdir(exist_ok=True)
        wheel = wheels / f"tiny-{version}-py3-none-any.whl"
        _write_wheel(wheel, version)
        digest = hashed or hashlib.sha256(wheel.read_bytes()).hexdigest()
        if not brought:
            wheel.unlink()
        lock = f"# a lock\ntiny=={version} \\\n    --hash=sha256:{digest}\n    # via nobody\n"
        (self.root / "packaging" / "locks" / f"{name}.txt").write_text(lock, encoding="utf-8")

    def start(self, *words: str, **surroundings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.root / "mijian"), *words],
            cwd=self.root.parent,
            env={**os.environ, **surroundings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *words: str, **surroundings: str) -> tuple[int, list[str], str]:
        """Exit status, lines on stdout, everything on stderr."""
        with self.start(*words, **surroundings) as program:
            out, err = program.communicate()
        return program.returncode, out.splitlines(), err

    def given(self, other: Clone) -> None:
        """The environment of another clone, as if it had been made here: pip takes four seconds to put itself there."""
        shutil.copytree(other.root / "packaging" / "locks", self.root / "packaging" / "locks", dirs_exist_ok=True)
        source = other.current
        folder = self.root / source.name
        shutil.copytree(source, folder, symlinks=True, copy_function=os.link)
        naming = [path for path in (folder / "bin").iterdir() if not path.is_symlink()]
        for path in (*naming, folder / "pyvenv.cfg", folder / STAMP):
            text, mode = path.read_bytes(), path.stat().st_mode
            path.unlink()
            path.write_bytes(text.replace(os.fsencode(other.root), os.fsencode(self.root)))
            path.chmod(mode)
        (self.root / ".venv").symlink_to(folder.name)

    def environments(self) -> list[Path]:
        return sorted(self.root.glob(".venv-*"))

    @property
    def current(self) -> Path:
        assert (self.root / ".venv").is_symlink()
        return (self.root / ".venv").resolve()


def kill(program: subprocess.Popen[str]) -> None:
    """All of its processes at once, and none gets to clean up."""
    os.killpg(program.pid, signal.SIGKILL)
    program.communicate()


def _write_wheel(path: Path, version: str) -> None:
    about = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = {version!r}\n\ndef say():\n    print('tiny', VERSION)\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": "[console_scripts]\ntiny = tiny:say\n",
    }
    record = [f"{about}/RECORD,,"]
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record.insert(0, f"{name},sha256={digest},{len(text.encode())}")
            wheel.writestr(zipfile.ZipInfo(name), text)  # without the time: the same release has the same digest
        wheel.writestr(zipfile.ZipInfo(f"{about}/RECORD"), "\n".join(record) + "\n")
