"""Which way imports run, and that every room has its place."""

import ast
import os
import subprocess
import sys
import tomllib

import pytest


def test_every_contract_of_imports_is_kept(root):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(root / "src"), "PYTHONIOENCODING": "utf-8"} | path_of_this_process(),
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def path_of_this_process() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "HOME") if name in os.environ}


@pytest.fixture(scope="module")
def layers(root) -> set[str]:
    told = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [contract] = [one for one in told["contracts"] if one["type"] == "layers"]
    assert contract["exhaustive"]
    return {name.strip() for layer in contract["layers"] for name in layer.split("|")} | set(
        contract["exhaustive_ignores"]
    )


def test_every_module_stands_in_a_layer(layers, package_files, root):
    rooms = {
        path.relative_to(root / "src" / "openefficiency").parts[0].removesuffix(".py")
        for path in package_files
    }

    assert rooms - {"__init__"} == layers


def test_every_folder_of_code_is_a_package(package_files):
    for path in package_files:
        assert (path.parent / "__init__.py").exists(), path.parent


def test_an_init_is_empty_or_a_public_face(package_files):
    for path in package_files:
        if path.name == "__init__.py":
            allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
            assert all(isinstance(node, allowed) for node in ast.parse(path.read_text("utf-8")).body), path


def test_every_module_opens_with_one_sentence(package_files):
    for path in package_files:
        text = path.read_text("utf-8")
        if text.strip():
            said = ast.get_docstring(ast.parse(text))
            assert said or path.name == "__main__.py", f"{path} has no docstring"


def test_only_the_settings_read_the_environment(package_files):
    for path in package_files:
        text = path.read_text("utf-8")
        assert path.name == "settings.py" or ("os.environ" not in text and "getenv" not in text), path


# The edges, and a download that is told at what time it may ask again.
KNOW_NOW = {"cli", "sources/fetching.py"}


def test_only_the_edges_know_what_day_it_is(package_files, root):
    for path in package_files:
        inside = path.relative_to(root / "src" / "openefficiency")
        text = path.read_text("utf-8")
        asks = any(words in text for words in ("date.today(", "datetime.now(", "time.time("))
        assert not asks or KNOW_NOW & {inside.parts[0], inside.as_posix()}, path
