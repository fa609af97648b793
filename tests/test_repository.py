"""Agreements between files: who imports whom, what the README promises, what no file may hold."""

import ast
import json
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from deploy.start import OLDEST_PYTHON

ROOT = Path(settings.BASE_DIR)
APPS = ("helsingborgsrummet", "exhibits", "news")
README = (ROOT / "README.md").read_text(encoding="utf-8")
IGNORED = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]


def files(folder=ROOT):
    """Every file of the project, without what .gitignore names."""
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in IGNORED):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


FILES = list(files())
NAMES = {path: path.relative_to(ROOT).as_posix() for path in FILES}


def dotted(path):
    """The name under which a Python file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    dotted(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in FILES
    if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in APPS
}


def imports(module):
    """The dotted names that a module imports, inside functions too."""
    path = ROOT.joinpath(*module.split("."))
    package = module.split(".") if path.is_dir() else module.split(".")[:-1]
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{name}.{alias.name}"
                yield whole if whole in MODULES else name


IMPORTS = [(module, name) for module in MODULES for name in imports(module)]


def is_in(name, *packages):
    return any(name == each or name.startswith(f"{each}.") for each in packages)


PURE = (
    "exhibits.opening_hours", "exhibits.red_days", "exhibits.map_drawing", "exhibits.outlines",
    "exhibits.occurrences", "helsingborgsrummet.content.dates",
)  # fmt: skip
FOUNDATION = ("helsingborgsrummet.content", "helsingborgsrummet.models")
# Settings, roles and the registry of apps belong to the site as a whole.
WHOLE = (
    "helsingborgsrummet.urls", "helsingborgsrummet.views", "helsingborgsrummet.admin",
    "helsingborgsrummet.templatetags", "helsingborgsrummet.management", "helsingborgsrummet.apps",
    "helsingborgsrummet.link_check", "helsingborgsrummet.sitemaps", "helsingborgsrummet.admin_site", "helsingborgsrummet.wsgi",
    "helsingborgsrummet.middleware", "helsingborgsrummet.storage", "helsingborgsrummet.demo_content",
    "helsingborgsrummet.migrations", "helsingborgsrummet.settings",
)  # fmt: skip


def breaches(sources, *targets, but=()):
    return [
        f"{module} imports {name}"
        for module, name in IMPORTS
        if is_in(module, *sources) and is_in(name, *targets) and not is_in(name, *but)
    ]


def test_the_imports_are_read():
    assert ("exhibits.models.areas", "exhibits.outlines") in IMPORTS
    assert ("exhibits.area_map", "exhibits.map_drawing") in IMPORTS
    assert ("helsingborgsrummet.content.prose_field", "helsingborgsrummet.content.prose") in IMPORTS
    assert {module for module in MODULES if is_in(module, "helsingborgsrummet")} == {
        module
        for module in MODULES
        if is_in(module, *FOUNDATION, *WHOLE) or module == "helsingborgsrummet"
    }


def test_pure_modules_need_nothing_but_python_and_two_pure_libraries():
    outside = [
        (module, name)
        for module, name in IMPORTS
        if module in PURE
        and name not in PURE
        and name.partition(".")[0] not in (*sys.stdlib_module_names, "shapely", "holidays")
    ]
    assert outside == []


def test_content_and_the_models_of_the_site_import_no_app():
    assert breaches(FOUNDATION, "exhibits", "news", *WHOLE) == []


def test_exhibits_import_neither_news_nor_the_site_as_a_whole():
    assert breaches(["exhibits"], "news", *WHOLE) == []


def test_news_import_nothing_of_the_site_as_a_whole():
    assert breaches(["news"], *WHOLE) == []


@pytest.mark.parametrize("app", APPS)
def test_models_know_no_pages(app):
    layers = ("views", "admin", "feeds", "sitemaps", "urls", "templatetags", "management", "forms")
    pages = [f"{each}.{layer}" for each in APPS for layer in layers]
    assert breaches([f"{app}.models"], *pages) == []


def test_pages_are_imported_by_addresses_alone():
    layers = ("views", "admin", "feeds", "sitemaps", "management")
    pages = [f"{app}.{layer}" for app in APPS for layer in layers]
    found = [
        f"{module} imports {name}"
        for module, name in IMPORTS
        if is_in(name, *pages)
        and module.rpartition(".")[2] != "urls"
        # A package may put its own parts together, and the parts lean on each other.
        and not is_in(name, module)
        and not is_in(name, module.rpartition(".")[0])
        # The preview in the admin shows what the view shows.
        and not (".admin" in module and ".views" in name)
        # The first page of the admin shows the tasks that the admin finds.
        and not (is_in(module, "helsingborgsrummet.admin_site") and ".admin" in name)
    ]
    assert found == []


def test_settings_are_read_through_django_and_the_environment_through_settings():
    assert breaches(APPS, "helsingborgsrummet.settings") == []
    readers = {
        NAMES[path]
        for path in FILES
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in APPS
        and re.search(r"\benviron\[|environ\.get|getenv|environ\.Env\(", path.read_text("utf-8"))
    }
    assert readers <= {"helsingborgsrummet/settings.py", "helsingborgsrummet/content/page_cache.py"}


def test_every_variable_of_the_environment_is_explained():
    text = (ROOT / "helsingborgsrummet/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', text))
    explained = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert read == explained


def test_modules_are_named_after_what_they_are_about():
    vague = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "base"}
    assert [NAMES[path] for path in FILES if path.suffix == ".py" and path.stem in vague] == []


def test_no_file_names_a_package_index_or_a_place_on_one_machine():
    hosts = r"pypi\.(org|io|python)|pythonhosted\.|npmjs\.(org|com)|yarnpkg\.|jsdelivr\.|unpkg\."
    places = r"(?<![\w.*-])/(work|root|home/\w+|tmp/[\w-]+)/|--(extra-)?index-url|--find-links"
    found = []
    for path in FILES:
        text = path.read_bytes().decode("utf-8", "ignore")
        if path != Path(__file__):
            found += [(NAMES[path], match[0]) for match in re.finditer(f"{hosts}|{places}", text)]
    assert found == []


def test_packages_are_pinned():
    for name in ("requirements", "requirements-dev"):
        text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
        packages = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[\w+\])?==[^ ]+ .*\\\n    --hash", text, re.M)
        pinned = {each.lower().replace("_", "-") for each in packages}
        for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines():
            wanted = re.match(r"[A-Za-z0-9_.-]+", line)
            if wanted and not line.startswith("-"):
                assert wanted[0].lower().replace("_", "-") in pinned, line
    for package, version in json.loads((ROOT / "tests/tools/package.json").read_text())[
        "dependencies"
    ].items():
        assert re.fullmatch(r"\d+(\.\d+)+", version), package


def test_one_oldest_python_everywhere():
    oldest = ".".join(map(str, OLDEST_PYTHON))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={oldest}"' in project
    assert f'target-version = "py{oldest.replace(".", "")}"' in project
    assert f"Python {oldest} or later" in README
    assert f"--python-version {oldest} " in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_readme_names_every_command_and_no_other():
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][\w-]*)", README)) == targets


def test_the_map_in_the_readme_leads_to_what_is_there():
    section = README.partition("## The map of the house")[2].partition("##")[0]
    folders = []
    for line in section.splitlines():
        names = re.findall(r"\w+\.py|\w+(?=/)", line)
        if names and line.startswith("    "):
            depth = (len(line) - len(line.lstrip()) - 4) // 2
            for name in names:
                assert ROOT.joinpath(*folders[:depth], name).exists(), line
            folders[depth:] = names[-1:]
    assert folders


def test_the_word_list_names_every_model():
    section = README.partition("## Word list")[2].partition("\n## ")[0]
    words = set(re.findall(r"\| ([A-Z]\w+) (?=\|)", section)) - {"Swedish", "Code"}
    models = {
        model.__name__
        for app in apps.get_app_configs()
        if app.name in APPS
        for model in app.get_models()
    }
    # The number behind the page cache is no subject of the site.
    assert words == models - {"ContentGeneration"}


COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html"))
}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_starts_with_its_options_and_is_used(path):
    text = path.read_text(encoding="utf-8")
    comment = re.match(
        r"(\{% load [\w ]+ %\})?\{% comment %\}\n(.+?)\{% endcomment %\}", text, re.S
    )
    assert comment, "no opening comment"
    assert re.search(r"\b(Options: |No options)", comment[2])
    name = f"components/{path.name}"
    code = [each.read_text(encoding="utf-8") for each in FILES if each.suffix == ".py"]
    assert any(name in each for each in [*TEMPLATES.values(), *code])


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_nothing_that_the_security_policy_stops(name):
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", TEMPLATES[name])
    assert not re.search(r"<script(?![^>]*\ssrc=)", TEMPLATES[name])


CSS = {
    path.relative_to(ROOT / "static/css").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "static/css").rglob("*.css"))
}


def test_every_stylesheet_is_imported_or_linked():
    imported = re.findall(r'^@import "([^"]+)";$', "\n".join(CSS.values()), re.MULTILINE)
    linked = re.findall(r"css/([\w-]+\.css)", "\n".join(TEMPLATES.values()))
    assert {*imported, *linked} == set(CSS)


def test_every_custom_property_is_set_and_every_colour_is_a_token():
    text = "\n".join(CSS.values())
    set_here = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= set_here
    assert [name for name in CSS if "light-dark(" in CSS[name] and "token" not in name] == []


def test_every_class_that_is_styled_is_used():
    markup = "\n".join(
        path.read_text(encoding="utf-8")
        for path in FILES
        if path.suffix in (".py", ".html") and path.relative_to(ROOT).parts[0] != "tests"
    )
    public = "\n".join(CSS[name] for name in CSS if not name.startswith("admin"))
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}\"']*\{)", re.sub(r"/\*.*?\*/", "", public)))
    # Tables in Markdown have align-right and align-center, put together from the two halves.
    assert {each for each in styled if each not in markup} <= {"align-right", "align-center"}
