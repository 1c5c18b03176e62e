"""A folder full of what Python, the loader, Qt and others look for, and an environment that names it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

_TRAP = "open({proof!r}, 'a').write(__name__ + '\\n')\n"
_OURS = ("checker", "checks", "gui", "main", "sitecustomize", "usercustomize")
_LIBRARIES = ("libmagic.so.1", "libusb-1.0.so.0", "libQt6Core.so.6", "libonnxruntime.so", "libsqlite3.so.0")
_PLUGINS = ("platforms/libqoffscreen.so", "platforms/libqxcb.so", "styles/libtrap.so", "imageformats/libqjpeg.so")
_CODE = """
__attribute__((constructor)) static void trap(void) {{
    int file = open("{proof}", O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file >= 0) {{ write(file, "library\\n", 8); close(file); }}
}}
"""


def set_traps(folder: Path, apart: Path) -> tuple[Path, Path]:
    """Fill a folder with modules, libraries and plug-ins that tell when they are loaded; also gives the file where."""
    proof = apart / "ran.txt"
    for name in {*sys.stdlib_module_names, *packages_distributions(), *_OURS}:
        if name.isidentifier():
            (folder / f"{name}.py").write_text(_TRAP.format(proof=str(proof)), "utf-8")
    (folder / "platforms").mkdir()
    (folder / "styles").mkdir()
    (folder / "imageformats").mkdir()
    compiled = _library(folder, proof)
    for name in (*_LIBRARIES, *_PLUGINS):
        shutil.copyfile(compiled, folder / name) if compiled else (folder / name).write_bytes(b"\x7fELF")
    (folder / "qt.conf").write_text(f"[Paths]\nPlugins = {folder}\n", "utf-8")
    (folder / "magic.mgc").write_bytes(b"\x1c\x04\x1e\xf1")
    (folder / "pyvenv.cfg").write_text(f"home = {folder}\n", "utf-8")
    return folder, proof


def _library(folder: Path, proof: Path) -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, library = proof.with_name("trap.c"), proof.with_name("trap.so")
    source.write_text("#include <fcntl.h>\n#include <unistd.h>\n" + _CODE.format(proof=proof), "utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return library


def hostile(folder: Path) -> dict[str, str]:
    """An environment in which everything that names code or configuration names the traps."""
    names = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "OPENSSL_MODULES", "OPENSSL_ENGINES", "GCONV_PATH")
    return {
        **os.environ,
        **dict.fromkeys((*names, "PYTHONPATH", "GTK_PATH", "DASK_CONFIG", "FONTCONFIG_PATH"), str(folder)),
        "PYTHONSTARTUP": str(folder / "os.py"),
        "LD_LIBRARY_PATH": f"{folder}:",
        "MAGIC": str(folder / "magic.mgc"),
        "PATH": f".:{os.environ['PATH']}:",
        "QT_QPA_PLATFORM": "offscreen",
    }


def ran(proof: Path) -> str:
    return proof.read_text("utf-8") if proof.exists() else ""
