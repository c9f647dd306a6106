"""A pull request is reviewed: the hook and the action of this repository, run as their runners do."""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.process.running import ROOT, environment
from tests.world import COFFEE, POST

OLD = COFFEE + POST
NEW = OLD.replace('at: "09:00"', 'at: "10:00"').replace("join: channel", "join: opt-in")
BAD = OLD.replace("kind: post", "kind: posst")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")


def git(*arguments: str, cwd: Path) -> None:
    who = ("-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone of a repository whose main branch holds the old file, with the new one in its work tree."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git("init", cwd=origin)
    (origin / "rituals.yaml").write_text(OLD, encoding="utf-8")
    git("add", ".", cwd=origin)
    git("commit", "-m", "Begin", cwd=origin)
    git("clone", origin.as_uri(), str(clone), cwd=tmp_path)
    (clone / "rituals.yaml").write_text(NEW, encoding="utf-8")
    return clone


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """What a runner sets, and `rondo` on the path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    rondo = programs / "rondo"
    rondo.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "from bot.cli import main; main()" "$@"\n')
    rondo.chmod(rondo.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "temp").mkdir()
    return environment(
        PATH=f"{programs}{os.pathsep}{os.environ['PATH']}",
        RUNNER_TEMP=str(tmp_path / "temp"),
        GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
    )


def step(name: str, checkout: Path, env: dict[str, str], **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run one step of the action as a runner does; inputs not named have their defaults."""
    (found,) = (one for one in ACTION["runs"]["steps"] if one.get("name") == name)
    given = {key: str(one["default"]) for key, one in ACTION["inputs"].items()} | {"base": "main"} | inputs
    values = {
        key: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: given[m[1]], one) for key, one in found["env"].items()
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]]
    done = subprocess.run(
        command, cwd=checkout, env=env | values, capture_output=True, text=True, timeout=100, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def notes_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if line.startswith("::")]


def test_the_plan_is_written_beside_the_lines_and_into_the_summary(checkout: Path, env: dict[str, str]) -> None:
    done = step("Plan", checkout, env)
    assert (done.returncode, done.stderr) == (0, "")
    lines = NEW.splitlines()
    time, data = notes_of(done)
    at = next(number for number, line in enumerate(lines, start=1) if "10:00" in line)
    assert time.startswith(f"::notice file=rituals.yaml,line={at}::Zeit · kaffee · schedule.at: 09:00 → 10:00%0A")
    join = lines.index("    join: opt-in") + 1
    assert data.startswith(f"::warning file=rituals.yaml,line={join}::Daten · kaffee · join: channel → opt-in")
    summary = Path(env["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    assert "2 Änderungen, 1 von 2 Ritualen betroffen." in summary


def test_the_plan_can_demand_a_second_reviewer_and_another_language(checkout: Path, env: dict[str, str]) -> None:
    done = step("Plan", checkout, env, **{"fail-on": "data", "lang": "en"})
    assert done.returncode == 3
    assert "(show it to the works council)" in done.stdout


def test_where_there_was_no_file_everything_is_new(checkout: Path, env: dict[str, str]) -> None:
    git("mv", "rituals.yaml", "other.yaml", cwd=checkout)
    done = step("Plan", checkout, env, file="other.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Alles ist neu" in done.stdout
    first = step("Plan", checkout, env, file="other.yaml", base="0" * 40)
    assert first.stdout == done.stdout


def test_a_file_that_mends_a_broken_one_is_not_held_up(checkout: Path, env: dict[str, str]) -> None:
    origin = checkout.parent / "origin"
    (origin / "rituals.yaml").write_text(BAD, encoding="utf-8")
    git("commit", "-am", "Break", cwd=origin)
    done = step("Plan", checkout, env)
    assert done.returncode == 0
    assert notes_of(done)[0].startswith("::notice::The rituals file of main has problems")
    assert not (Path(env["RUNNER_TEMP"]) / "rituals-before.yaml").exists()  # so the preview compares with nothing


def test_an_input_is_never_read_as_a_command(checkout: Path, env: dict[str, str]) -> None:
    for step_of_ours in ACTION["runs"]["steps"]:
        assert "${{" not in step_of_ours.get("run", "")
    odd = '$(touch hit) "; touch hit; #.yaml'
    (checkout / odd).write_text(NEW, encoding="utf-8")
    step("Plan", checkout, env, file=odd)
    step("Plan", checkout, env, base="main; touch hit")
    assert not (checkout / "hit").exists()


def test_the_pages_show_what_the_branch_had_and_what_it_gets(checkout: Path, env: dict[str, str]) -> None:
    (Path(env["RUNNER_TEMP"]) / "rituals-before.yaml").write_text(OLD, encoding="utf-8")  # as the plan leaves it
    done = step("Preview", checkout, env)
    assert done.returncode == 0, done.stderr
    made = Path(env["RUNNER_TEMP"]) / "rondo-preview"
    assert done.stdout.strip() == str(made / "index.html")
    assert "schedule.at: 09:00 → 10:00" in (made / "index.html").read_text(encoding="utf-8")
    assert "exhibit changed" in (made / "ritual-kaffee.html").read_text(encoding="utf-8")
    attached = ACTION["runs"]["steps"][-1]
    assert attached["with"]["path"] == "${{ runner.temp }}/rondo-preview"


def test_this_repository_reviews_its_own_file_with_the_action() -> None:
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "rituals.yml").read_text(encoding="utf-8"))
    assert flow[True]["pull_request"]["paths"] == ["rituals.yaml"]  # YAML reads `on` as true
    assert flow["permissions"] == {"contents": "read"}
    assert flow["jobs"]["review"]["steps"][-1] == {"uses": "./", "with": {"file": "rituals.yaml"}}


def test_what_is_wrong_is_written_beside_the_line(checkout: Path, env: dict[str, str]) -> None:
    assert step("Check", checkout, env).returncode == 0
    (checkout / "rituals.yaml").write_text(BAD, encoding="utf-8")
    done = step("Check", checkout, env)
    assert done.returncode == 1
    (note,) = notes_of(done)
    line = BAD.splitlines().index("    kind: posst") + 1
    assert note.startswith(f"::error file=rituals.yaml,line={line},")


def test_the_hook_checks_the_file(checkout: Path, env: dict[str, str]) -> None:
    hook = HOOKS[0]
    assert (hook["id"], hook["language"]) == ("rondo-check", "python")
    assert {one["files"] for one in HOOKS} == {hook["files"]}
    for name in ("rituals.yaml", "rituals.yml", "config/rituals.yaml"):
        assert re.search(hook["files"], name)
    for name in ("my-rituals.yaml", "rituals.yaml.bak", "rituals.schema.json"):
        assert not re.search(hook["files"], name)
    for source, code in ((NEW, 0), (BAD, 1)):
        (checkout / "rituals.yaml").write_text(source, encoding="utf-8")
        (checkout / "rituals.yml").write_text(OLD, encoding="utf-8")
        done = hooked(hook, checkout, env, "rituals.yml", "rituals.yaml")
        assert done.returncode == code, done.stderr


def test_the_other_hook_says_what_a_commit_changes_and_holds_nobody_up(checkout: Path, env: dict[str, str]) -> None:
    hook = HOOKS[1]
    assert (hook["id"], hook["verbose"]) == ("rondo-plan", True)
    (checkout / "rituals.yml").write_text(OLD, encoding="utf-8")
    done = hooked(hook, checkout, env, "rituals.yml", "rituals.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 Änderungen, 1 von 2 Ritualen betroffen.")
    (checkout / "rituals.yaml").write_text(BAD, encoding="utf-8")
    done = hooked(hook, checkout, env, "rituals.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def hooked(hook: dict[str, Any], checkout: Path, env: dict[str, str], *names: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does, with all names at once."""
    command = [*shlex.split(hook["entry"]), *names]
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, timeout=60, check=False)
