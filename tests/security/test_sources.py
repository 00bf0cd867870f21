"""What the source itself must never hold, read line by line."""

from __future__ import annotations

import ast
import json
import os
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import wayline

PACKAGE = Path(wayline.__file__).parent
ROOT = PACKAGE.parent
SQL = {"execute", "executemany", "raw", "extra", "RawSQL", "SQL"}
DYNAMIC = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "yaml", "telnetlib", "ftplib"}
# What calls other hosts. Only the mail library and, when it is set up, another sign-in service do.
CALLERS = {"requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request"}
MAY_CALL = {
    "cli/supervisor.py": "asks its own /health on this machine whether pages are served",
    "opportunities/fetching.py": "reads a source of vacancies that staff named: public addresses only, bounded in size",
    "cli/download.py": "fetches a publisher's file whose address an operator typed: wayline data add SOURCE https://…",
}
# Who uses lxml: entities, networks and document types are off where it reads what comes from strangers; HTML has none.
LXML = ("assessment/definitions/limesurvey/tables.py", "common/charts.py", "common/documents.py", "portfolio/formats/")
NO_QUERIES = ("learning/packages/", "portfolio/formats/")
"""They touch no database; what is called `raw` or `execute` there is something else."""
PUT_TOGETHER = {
    "common/lookups.py": "Django wrote it from a query set; all that is asked goes in as parameters",
    "learning/learner_figures.py": "once, at import, from texts of this file; all that is asked goes in as parameters",
    "opportunities/actions/shelf.py": "one of three texts of this file is read in blocks; nothing is asked",
    "opportunities/queries/match_search.py": "once, at import, one text in two forms; all that is asked is parameters",
}
XML_NAMES = {"Element", "ParseError", "SubElement"}
# Fields that hold what render_markdown has cleaned; the style sheet of CVs, which is a file of ours.
CLEANED = {"css", "space.purpose_html", "summary.html", "written.html"}


Sources = list[tuple[str, ast.Module]]
one_reading = pytest.mark.xdist_group("sources-of-ours")


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Read once for all tests here: it takes longer than any of them."""
    files = [path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts]
    assert len(files) > 100
    return [(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text())) for path in files]


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            yield name, node


def is_fixed(text: ast.expr, tree: ast.Module) -> bool:
    """A literal, a constant made of literals, or a function of this file that gives nothing else."""
    if isinstance(text, ast.JoinedStr):
        return all(is_fixed(part.value, tree) for part in text.values if isinstance(part, ast.FormattedValue))
    if isinstance(text, ast.Name) and text.id.isupper():
        made = [node.value for node in tree.body if isinstance(node, ast.Assign) and text.id in names_of(node)]
        return all(is_fixed(value, tree) for value in made)
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Name) and not text.args and not text.keywords:
        made_by = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == text.func.id]
        given = [one.value for node in made_by for one in ast.walk(node) if isinstance(one, ast.Return)]
        return bool(given) and all(value is not None and is_fixed(value, tree) for value in given)
    return isinstance(text, ast.Constant)


def names_of(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def test_the_reader_tells_fixed_from_made_up_queries() -> None:
    tree = ast.parse(
        'QUERY = f"a {CHANNEL}"\nHOLE = f"a {name}"\n'
        'def plain():\n    return "a"\ndef open_one():\n    return f"a {name}"'
    )
    made_up = [
        "HOLE",
        "open_one()",
        'f"select {name}"',
        '"select %s" % name',
        '"select {}".format(name)',
        '"select " + name',
        "query",
    ]
    for text in made_up:
        assert not is_fixed(ast.parse(text, mode="eval").body, tree), text
    for text in ('"select 1"', 'f"listen {CHANNEL}"', "QUERY", "plain()"):
        assert is_fixed(ast.parse(text, mode="eval").body, tree), text


@one_reading
def test_no_query_is_put_together_from_text(sources: Sources) -> None:
    for path, tree in sources:
        for name, call in calls(tree):
            if name in SQL and call.args and not path.startswith(NO_QUERIES) and path not in PUT_TOGETHER:
                assert is_fixed(call.args[0], tree), f"{path}:{call.lineno}"


@one_reading
def test_nothing_is_made_into_code(sources: Sources) -> None:
    for path, tree in sources:
        for name, call in calls(tree):
            direct = isinstance(call.func, ast.Name)
            assert not (direct and name in DYNAMIC), f"{path}:{call.lineno}"
            assert name not in {"system", "popen", "mark_safe", "Template"}, f"{path}:{call.lineno}"
            shell = [word.value for word in call.keywords if word.arg == "shell"]
            assert all(isinstance(value, ast.Constant) and value.value is False for value in shell), path


def imported(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((one.name, []) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", [one.name for one in node.names]


@one_reading
def test_nothing_that_runs_what_it_reads_is_imported(sources: Sources) -> None:
    for path, tree in sources:
        for module, _ in imported(tree):
            assert module.split(".")[0] not in UNSAFE_MODULES, path


@one_reading
def test_nothing_calls_another_host(sources: Sources) -> None:
    calling = {path for path, tree in sources for module, _ in imported(tree) if module in CALLERS}
    assert calling == set(MAY_CALL)


@one_reading
def test_xml_of_strangers_is_read_by_the_guarded_parser_only(sources: Sources) -> None:
    for path, tree in sources:
        for module, names in imported(tree):
            if module.startswith("xml."):
                assert set(names) <= XML_NAMES, f"{path} reads XML with {module}"
            if module == "lxml":
                assert path.startswith(LXML), path


def test_templates_escape_everything_but_what_was_cleaned() -> None:
    for path in PACKAGE.rglob("templates/**/*"):
        if not path.is_file():
            continue
        text = path.read_text()
        assert set(re.findall(r"([\w.]+)\|safe\b", text)) <= CLEANED, path
        assert "safeseq" not in text, path
        if "autoescape off" in text:
            assert path.suffix == ".txt", f"{path} is no plain letter"


def test_scripts_of_ours_keep_to_drafts_and_make_no_code() -> None:
    for path in (PACKAGE / "common" / "assets" / "js").glob("*.js"):
        text = path.read_text()
        for forbidden in (
            "eval(",
            "new Function",
            "document.write",
            "postMessage",
            "sessionStorage",
            "document.cookie",
        ):
            assert forbidden not in text, (path.name, forbidden)
        assert "localStorage" not in text or path.name == "draft.js", path.name
        assert "indexedDB.open" not in text or path.name == "outbox.js", path.name
        assert "caches." not in text or path.name in {"memory.js", "offline.js", "worker.js"}, path.name
        # A template element runs nothing, and what goes in was drawn by our own server.
        assert "innerHTML" not in text or path.name == "live.js", path.name


def test_every_library_is_locked_with_its_hash() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    bought = [one for one in packages if "registry" in one["source"]]
    assert len(bought) == len(packages) - 1, "all but our own come from the registry"
    for one in bought:
        files = [*one.get("wheels", []), *([one["sdist"]] if "sdist" in one else [])]
        assert files, one["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), one["name"]
    scripts = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all(one.get("integrity", "").startswith("sha512-") for path, one in scripts.items() if path)


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_\w{30}"
    r"|(?i:secret_key|password|token)\s*=\s*[\"'][^\"'\s]{16,}[\"']"
)


def test_no_secret_lies_in_the_source() -> None:
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".html", ".txt", ".toml", ".js", ".md"} and path.is_file():
            found = SECRETS.search(path.read_text())
            assert not found, f"{path}: {found[0] if found else ''}"


def secret_key(home: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYLINE_")}
    code = "from wayline.config import environment as e; print(e.secret_key())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "WAYLINE_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_secret_key_is_made_by_chance_once_and_closed_to_others(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    key = secret_key(first)
    assert len(key) >= 60
    assert secret_key(first) == key
    assert secret_key(second) != key
    assert stat.S_IMODE((first / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["DEBUG", "DEMO", "DEMO_PUBLIC", "BEHIND_PROXY"])
def test_what_opens_the_house_is_off_until_somebody_says_yes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from wayline.config import environment

    monkeypatch.delenv(f"WAYLINE_{name}", raising=False)
    assert environment.flag(name) is False
    monkeypatch.setenv(f"WAYLINE_{name}", "maybe")
    with pytest.raises(ValueError, match="yes or no"):
        environment.flag(name)
