"""Agreements between files: who imports whom, what the README promises, what no file may hold."""

import ast
import importlib
import json
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin

from deploy.start import OLDEST_PYTHON, requirements, server_command

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


# The rooms of the house in the order in which they lean on each other: a module imports from its
# own room and from those before it. README, "Who may import whom", says the same in words.
ROOMS = (
    "exhibits.rules",
    "helsingborgsrummet.serving",
    "helsingborgsrummet.content",
    "helsingborgsrummet.models",
    "helsingborgsrummet.templatetags",
    "helsingborgsrummet.due_work",
    "helsingborgsrummet.letters",
    "helsingborgsrummet.public_forms",
    "helsingborgsrummet.editing",
    "exhibits.words_sv",
    "exhibits.uploads",
    "exhibits.models",
    "exhibits.now",
    "exhibits.outputs",
    "exhibits.templatetags",
    "exhibits.views",
    "exhibits.admin",
    "exhibits",
    "news.models",
    "news",
    "helsingborgsrummet",
)
# What templates may load follows from the room that shows them.
TEMPLATE_ROOMS = {
    "admin/exhibits": "exhibits.admin",
    "admin/helsingborgsrummet": "helsingborgsrummet",
    "admin/news": "news",
    "admin": "helsingborgsrummet.editing",
    "exhibits": "exhibits.views",
    "components": "exhibits.views",
    "base.html": "exhibits.views",
    "page.html": "exhibits.views",
    "picture_page.html": "exhibits.views",
    "news": "news",
    "site": "helsingborgsrummet",
}
# Pure too, though not among the rules: dates that are known to the day, the month or the year.
PURE = ("exhibits.rules", "helsingborgsrummet.content.dates")
# Words for what is pure are pure as well; what is pure knows no words.
WORDS = ("helsingborgsrummet.content.words_sv", "exhibits.words_sv")


def room_of(name, rooms=ROOMS):
    """The room that a dotted name lies in: the most particular that fits."""
    return max((each for each in rooms if is_in(name, each)), key=len, default=None)


def breaches(sources, *targets):
    return [
        f"{module} imports {name}"
        for module, name in IMPORTS
        if is_in(module, *sources) and is_in(name, *targets)
    ]


def test_the_imports_are_read():
    assert ("exhibits.models.areas", "exhibits.rules.outlines") in IMPORTS
    assert ("exhibits.now.area_maps", "exhibits.rules.map_drawing") in IMPORTS
    assert ("helsingborgsrummet.content.prose_field", "helsingborgsrummet.content.prose") in IMPORTS


def test_imports_go_one_way_through_the_rooms():
    against = [
        f"{module} imports {name}"
        for module, name in IMPORTS
        if room_of(name)
        and ROOMS.index(room_of(name)) > ROOMS.index(room_of(module))
        and name not in PURE
    ]
    assert against == []


def test_templates_load_tags_of_their_own_room_and_of_those_before_it():
    libraries = {
        module.rpartition(".")[2]: room_of(module)
        for module in MODULES
        if ".templatetags." in module
    }
    against = []
    for name, text in TEMPLATES.items():
        folder = max((each for each in TEMPLATE_ROOMS if name.startswith(each)), key=len)
        for load in re.findall(r"{% load ([\w ]+) %}", text):
            for library in load.split():
                room = libraries.get(library)
                if room and ROOMS.index(room) > ROOMS.index(TEMPLATE_ROOMS[folder]):
                    against.append(f"{name} loads {library}")
    assert against == []


def test_every_room_is_there():
    for room in ROOMS:
        path = ROOT.joinpath(*room.split("."))
        assert path.is_dir() or path.with_suffix(".py").is_file(), room


def test_what_is_pure_needs_nothing_but_python_and_two_libraries():
    outside = [
        (module, name)
        for module, name in IMPORTS
        if is_in(module, *PURE, *WORDS)
        and not is_in(name, *PURE)
        and not (is_in(module, *WORDS) and is_in(name, *WORDS))
        and name.partition(".")[0] not in (*sys.stdlib_module_names, "shapely", "dateutil")
    ]
    assert outside == []


def test_what_is_pure_says_nothing_in_swedish():
    said = []
    for module, tree in MODULES.items():
        # The library of red days knows them by their Swedish names.
        if is_in(module, *PURE) and module != "exhibits.rules.red_days":
            nodes = list(ast.walk(tree))
            explained = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
            texts = [node for node in nodes if isinstance(node, ast.Constant)]
            said += [
                (module, node.value)
                for node in texts
                if id(node) not in explained and re.search("[åäöÅÄÖ]", str(node.value))
            ]
    assert said == []


def test_pages_are_imported_by_addresses_and_registration_alone():
    layers = ("views", "admin", "outputs", "feeds", "sitemaps", "management")
    pages = [f"{app}.{layer}" for app in APPS for layer in layers]
    found = [
        f"{module} imports {name}"
        for module, name in IMPORTS
        if is_in(name, *pages)
        and module.rpartition(".")[2] != "urls"
        # A package may put its own parts together, and the parts lean on each other.
        and not is_in(name, module)
        and not is_in(name, module.rpartition(".")[0])
        # The preview in the admin shows what the view shows; a view answers with a calendar.
        and not (".admin" in module and ".views" in name)
        and not (".views" in module and ".outputs" in name)
        # The first page of the admin shows the tasks that the admin finds.
        and not (is_in(module, "helsingborgsrummet.admin_site") and ".admin" in name)
    ]
    assert found == []


def test_migrations_import_nothing_that_may_move():
    found = [
        f"{module} imports {name}"
        for module, name in IMPORTS
        if ".migrations." in module and name.partition(".")[0] in APPS
    ]
    assert found == []
    for path in FILES:
        if "migrations" in path.parts and path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\b(helsingborgsrummet|exhibits|news)\.\w+\.\w", text), path


def test_settings_are_read_through_django_and_the_environment_through_settings():
    assert breaches(APPS, "helsingborgsrummet.settings") == []
    readers = {
        NAMES[path]
        for path in FILES
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in APPS
        and re.search(r"\benviron\[|environ\.get|getenv|environ\.Env\(", path.read_text("utf-8"))
    }
    # There it is the environment of a request.
    parts = ("page_cache", "door", "bodies", "unbroken")
    wsgi = {f"helsingborgsrummet/serving/{name}.py" for name in parts}
    assert readers <= {"helsingborgsrummet/settings.py", *wsgi}


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
    for name in ("requirements", "requirements-postgres", "requirements-dev"):
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


def test_what_the_operator_gets_is_what_the_site_reads():
    known = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))
    example = (ROOT / "deploy/env.example").read_text(encoding="utf-8")
    assert {"SECRET_KEY"} <= set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.M)) <= known
    unit = (ROOT / "deploy/systemd/helsingborgsrummet.service").read_text(encoding="utf-8")
    assert " ".join(server_command(8000)[1:4]) in unit


def test_postgresql_gets_its_driver_as_documented():
    assert requirements({}) == requirements({"DATABASE_URL": "sqlite:///x"}) == "requirements.txt"
    for scheme in ("postgres", "postgresql"):
        assert requirements({"DATABASE_URL": f"{scheme}://x"}) == "requirements-postgres.txt"
    assert "-r requirements-postgres.txt" in README
    plain, postgres = (
        dict(re.findall(r"^([\w.-]+)(?:\[\w+\])?==([^ ]+) ", (ROOT / name).read_text(), re.M))
        for name in ("requirements.txt", "requirements-postgres.txt")
    )
    assert plain.items() <= postgres.items()
    assert postgres.keys() - plain.keys() == {"psycopg", "psycopg-binary"}


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
    # The numbers behind what is kept are no subjects of the site.
    assert words == models - {"ContentGeneration", "TableNumber"}


COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html"))
}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_starts_with_its_options_and_is_used(path):
    text = path.read_text(encoding="utf-8")
    comment = re.match(
        r"(\{% load [\w ]+ %\}\n)?\{% comment %\}\n(.+?)\{% endcomment %\}\n", text, re.S
    )
    assert comment, "no opening comment"
    assert re.search(r"\b(Options: |No options)", comment[2])
    for module, thing in re.findall(
        r"((?:exhibits|news|helsingborgsrummet)(?:\.[a-z_]+)*)\.([A-Z]\w+)", comment[2]
    ):
        assert hasattr(importlib.import_module(module), thing), f"{module} has no {thing}"
    name = f"components/{path.name}"
    code = [each.read_text(encoding="utf-8") for each in FILES if each.suffix == ".py"]
    assert any(name in each for each in [*TEMPLATES.values(), *code])


@pytest.mark.parametrize(
    "name",
    [
        each
        for each in TEMPLATES
        if each.endswith(("_list.html", "_detail.html")) and not each.startswith("admin/")
    ],
)
def test_a_page_says_only_what_is_its_own(name):
    first = TEMPLATES[name].partition("\n")[0]
    assert first in ('{% extends "page.html" %}', '{% extends "picture_page.html" %}')
    assert "{% block main %}" not in TEMPLATES[name]


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_word_for_what_is_invented_is_written_in_one_place(name):
    assert 'class="example"' not in TEMPLATES[name]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_read(name):
    text = TEMPLATES[name]
    for number, line in enumerate(text.splitlines(), 1):
        assert len(line) <= 120 and line == line.rstrip() and "\t" not in line, f"{name}:{number}"
    # Conditions about attributes stand within a tag of HTML; of all others a line has one.
    html = re.compile(r"<\w(?:\{[%{].*?[%}]\}|[^<>{])*>", re.DOTALL)
    rest = html.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(rest.splitlines(), 1):
        opened = re.findall(r"\{% (?:block|if|for|with|include) ", line)
        assert len(opened) <= 1, f"{name}:{number}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_nothing_that_the_security_policy_stops(name):
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", TEMPLATES[name])
    assert not re.search(r"<script(?![^>]*\ssrc=)", TEMPLATES[name])


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_prints_stored_html_with_addresses_in_it(name):
    assert not re.search(r"{{[^}]*body_html", TEMPLATES[name]), "print prose instead"


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


def test_colours_are_written_in_one_file():
    number = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|color)\(", re.IGNORECASE)
    bare = {name: re.sub(r"/\*.*?\*/|url\([^)]*\)", "", CSS[name], flags=re.S) for name in CSS}
    assert [name for name in CSS if number.search(bare[name]) and name != "tokens.css"] == []
    # A browser paints its own bars before it has read a stylesheet, so these stand in the page.
    light, dark = re.search(r"--page: light-dark\((#\w+), (#\w+)\)", CSS["tokens.css"]).groups()
    bars = re.findall(
        r'<meta name="theme-color" content="(#\w+)" media="(.+?)">', TEMPLATES["base.html"]
    )
    assert [(colour.lower(), media) for colour, media in bars] == [
        (light, "(prefers-color-scheme: light)"),
        (dark, "(prefers-color-scheme: dark)"),
    ]
    elsewhere = [name for name, text in TEMPLATES.items() if re.search(r'"#[0-9a-fA-F]{6}"', text)]
    assert elsewhere == ["base.html"]


def test_the_admin_takes_every_colour_of_django_from_our_palette():
    django = Path(admin.__file__).parent / "static/admin/css/base.css"
    theirs = re.findall(r"(--[\w-]+):", django.read_text(encoding="utf-8").partition("}")[0])
    ours = dict(re.findall(r"(--[\w-]+): ([^;]+);", CSS["admin-tokens.css"]))
    assert set(theirs) - set(ours) == {"--font-family-monospace"}
    used = set(re.findall(r"var\((--[\w-]+)\)", " ".join(ours.values())))
    assert used <= set(re.findall(r"(--[\w-]+):", CSS["tokens.css"]))


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
