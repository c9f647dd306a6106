"""The wheel is complete: installed elsewhere, without the checkout, it runs the demo and makes a database."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.process.running import ROOT, call, environment

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this checkout, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder))
    built = subprocess.run([*PIP, "wheel", *offline, str(ROOT)], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def env(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install it into an empty folder; what it depends on comes from where the tests run."""
    folder = tmp_path_factory.mktemp("installed")
    offline = ("--no-deps", "--no-index", "--target", str(folder))
    subprocess.run([*PIP, "install", *offline, str(wheel)], capture_output=True, check=True)
    env = environment(PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1")
    said = subprocess.run(
        [sys.executable, "-c", "import bot; print(bot.__file__)"], env=env, cwd=folder, capture_output=True, check=True
    )
    assert said.stdout.decode().startswith(str(folder)), "the tests run the checkout, not the wheel"
    return env


def test_it_holds_all_that_is_needed_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, end in (
        ("bot/store/migrations/", "env.py"),
        ("bot/store/migrations/versions/", ".py"),
        ("bot/i18n/locales/de/", ".po"),
        ("bot/i18n/locales/en/", ".po"),
        ("bot/demo/static/", "index.html"),
        ("bot/demo/static/", "app.js"),
        ("bot/demo/", "rituals.yaml"),
        ("bot/config/", "rituals.schema.json"),
        ("bot/config/templates/", ".yaml"),
        ("bot/sandbox/data/", "company.json"),
        ("bot/sandbox/data/", "methods.json"),
    ):
        assert [one for one in names if one.startswith(folder) and one.endswith(end)], f"{folder}…{end} is missing"
    shipped = {str(path.relative_to(ROOT)) for path in (ROOT / "bot").rglob("*") if path.is_file()}
    assert not {one for one in shipped - names if "__pycache__" not in one}
    assert {one.split("/")[0] for one in names if ".dist-info/" not in one} == {"bot"}
    assert not [one for one in names if "test" in one or "__pycache__" in one]


def test_installed_elsewhere_it_runs_the_demo(env: dict[str, str], tmp_path: Path) -> None:
    done = call("demo", "--once", env=env, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "montagsgruss/open" in done.stdout
    assert not list(tmp_path.iterdir())


def test_installed_elsewhere_it_makes_a_database_and_twice_does_no_harm(env: dict[str, str], tmp_path: Path) -> None:
    for _ in range(2):
        done = call("migrate", env=env, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "rondo.db").is_file()
