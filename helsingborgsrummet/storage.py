"""How static files are stored: one stylesheet, hashed names, compressed beside."""

import re

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
# Strings stay as they are; all between them is laid out for readers.
STRING = re.compile(r"""("[^"]*"|'[^']*')""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPARED = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" ?([{};,>]) ?"), r"\1"),
    (re.compile(r";}"), "}"),
    (re.compile(r"([{;(][\w-]+): "), r"\1:"),
    (re.compile(r"(?<![\w.])0(\.\d)"), r"\1"),
)


def compact_style(text):
    """A stylesheet as ``make format`` lays it out, without what only readers need."""
    parts = STRING.split(COMMENT.sub("", text))
    for pattern, replacement in SPARED:
        parts[::2] = [pattern.sub(replacement, part) for part in parts[::2]]
    return "".join(parts).strip()


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Put the files that a stylesheet of ours imports into it.

    The stylesheets are written as one file a subject and need no build step: a browser can read
    them as they are. A chain of imports would cost every first visit a round of requests, so
    ``collectstatic`` puts them into the file that imports them. An imported file lies in the
    same folder as, or below, the one that imports it, and only files in that same folder use
    ``url()``, so that relative addresses stay right.
    """

    def post_process(self, paths, dry_run=False, **options):
        """Inline the imports of ``css/*.css``, then hash and compress everything as usual."""
        if not dry_run:
            for name, (source, path) in paths.items():
                if re.fullmatch(r"css/[\w-]+\.css", name) and self._write_inlined(
                    name, source, path
                ):
                    # Django hashes what lies in the source folder unless told otherwise.
                    paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write_inlined(self, name, source, path):
        """Write the joined file, anew each time: what it imports may have changed alone."""
        with source.open(path) as file:
            text = file.read().decode()
        if not IMPORT.search(text):
            return False
        folder = name.rpartition("/")[0]

        def inlined(match):
            with open(finders.find(f"{folder}/{match[1]}"), encoding="utf-8") as imported:
                return imported.read()

        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(compact_style(IMPORT.sub(inlined, text)))
        return True
