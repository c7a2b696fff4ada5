"""The files themselves: budgets, and what must not stand in them."""

import ast
import re
import statistics
import sys
from pathlib import Path

# A file of more lines than this is talked about. Those that were, with the reason.
MOST_LINES = 400
TALKED_ABOUT: dict[str, str] = {
    "tests/sources/test_synthetic_files.py": "one test a publication that is invented, all on one invented nation",
    "tests/unit/test_page.py": "one page, read from top to bottom",
}
MOST_LINES_OF_A_FUNCTION = 60
MOST_POSITIONAL = 4

# Written in pieces, so that this file does not hold them.
NAMES_OF_TOOLS = tuple(
    "".join(parts)
    for parts in (
        ("cla", "ude"),
        ("anth", "ropic"),
        ("open", "ai"),
        ("chat", "gpt"),
        ("co", "pilot"),
        ("cur", "sor.sh"),
    )
)
ADDRESSES_OF_REGISTRIES = (
    "py" + "pi.org",
    "python" + "hosted",
    "index" + "-url",
    "registry.np" + "mjs",
    "arti" + "factory",
)
PATHS_OF_MACHINES = re.compile(
    r"(?<![\w.])/(?:wor" + r"k|hom" + r"e|roo" + r"t|Use" + r"rs|tm" + r"p/v)/|[A-Z]:\\\\Users"
)


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_budgets_are_reported_and_no_file_is_longer_than_was_talked_about(our_python, package_files, root):
    sizes = {path.relative_to(root).as_posix(): lines(path) for path in our_python}
    ours = sorted(lines(path) for path in package_files if path.name != "__init__.py")
    long = sorted(
        (
            (node.end_lineno - node.lineno + 1, f"{path.relative_to(root).as_posix()}: {node.name}")
            for path in package_files
            for node in functions(path)
        ),
        reverse=True,
    )
    tests = sum(size for name, size in sizes.items() if name.startswith("tests/"))
    report = [
        f"files of the package: median {statistics.median(ours):.0f}, nine in ten below {ours[len(ours) * 9 // 10]}, longest {ours[-1]}",
        f"functions of the package: median {statistics.median(length for length, _ in long):.0f}, longest:",
        *(f"  {length} {name}" for length, name in long[:8]),
        f"lines of tests to lines of the package: {tests / sum(ours):.2f}",
    ]
    sys.stdout.write("\n".join(report) + "\n")

    too_long = {name: size for name, size in sizes.items() if size > MOST_LINES and name not in TALKED_ABOUT}
    assert not too_long, (
        f"more than {MOST_LINES} lines: {too_long}; divide it, or give it a reason in TALKED_ABOUT"
    )


def test_no_function_is_longer_than_can_be_talked_about(package_files, root):
    too_long = [
        f"{path.relative_to(root).as_posix()}: {node.name}"
        for path in package_files
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]

    assert not too_long


def test_an_exception_that_is_no_longer_one_is_taken_off_the_list(root):
    for name in TALKED_ABOUT:
        assert lines(root / name) > MOST_LINES, f"{name} is short enough now"


def test_no_file_holds_the_address_of_a_registry_the_path_of_a_machine_or_the_name_of_a_tool(our_files, root):
    found = []
    for path in our_files:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        words = [word for word in (*NAMES_OF_TOOLS, *ADDRESSES_OF_REGISTRIES) if word in text.lower()]
        words += PATHS_OF_MACHINES.findall(text)
        found += [f"{path.relative_to(root).as_posix()}: {word}" for word in words]

    assert not found


def test_no_test_is_skipped_without_a_reason(our_python, root):
    for path in our_python:
        if "tests" not in path.relative_to(root).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.endswith(("mark.skip", "mark.skipif", "mark.xfail")):
                assert any(keyword.arg == "reason" for keyword in node.keywords), f"{path}:{node.lineno}"
            if name in ("pytest.skip", "pytest.xfail"):
                assert node.args or node.keywords, f"{path}:{node.lineno}"
        assert not re.search(r"@pytest\.mark\.(skip|xfail)\s*$", path.read_text("utf-8"), re.MULTILINE), path


def test_an_organisation_is_called_so_outside_the_sources(package_files, root):
    for path in package_files:
        if "sources" not in path.relative_to(root).parts:
            assert not re.search(
                r"\b(org_code|ods_code|trust_code|provider_code)\b", path.read_text("utf-8")
            ), path


def test_a_line_that_silences_a_checker_says_which_rule(our_python):
    for path in our_python:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"#\s*(noqa|type:\s*ignore)", line) and "re.search" not in line:
                assert re.search(r"noqa: [A-Z]+\d+|type: ignore\[[\w, -]+\]", line), f"{path}:{number}"


def test_there_is_no_drawer_without_a_shape(package_files):
    names = {
        part.removesuffix(".py")
        for path in package_files
        for part in path.parts[path.parts.index("openefficiency") :]
    }

    assert not names & {"utils", "util", "helpers", "common", "core", "misc", "services", "managers"}


def test_no_name_hides_behind_an_underscore(package_files):
    for path in package_files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert not re.match(r"_[a-z]", node.name), f"{path}: {node.name}"


def test_nothing_is_promised_to_nobody(package_files):
    for path in package_files:
        assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text("utf-8")), path
