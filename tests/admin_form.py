"""An admin form as a browser reads it and posts it."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """The values that one form of a page would post: the first of which ``is_it(attributes)`` is true."""

    def __init__(self, is_it):
        super().__init__()
        self.values, self._text, self._select, self._is_inside = {}, None, None, False
        self.action = ""
        self._templates = 0
        self._is_it = is_it

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name = attributes.get("name")
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        if tag == "form" and not self.values and self._is_it(attributes):
            self._is_inside = True
            self.action = attributes.get("action", "")
        if not self._is_inside:
            return
        if tag == "input" and name:
            kind = attributes.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in attributes:
                    self._add(name, attributes.get("value", "on"))
            elif kind not in ("submit", "file", "button"):
                self._add(name, attributes.get("value", ""))
        elif tag == "textarea":
            self._text = (name, [])
        elif tag == "select":
            self._select = (name, "multiple" in attributes)
            self._first = None
        elif tag == "option" and self._select:
            if "selected" in attributes:
                self._add(self._select[0], attributes["value"])
            elif self._first is None and not self._select[1]:
                self._first = attributes["value"]

    def handle_endtag(self, tag):
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._is_inside = False
        elif tag == "textarea" and self._text:
            # The first line end after the tag is not part of the value; a browser posts CRLF.
            text = "".join(self._text[1]).removeprefix("\n").removeprefix("\r\n")
            self._add(self._text[0], text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self._text = None
        elif tag == "select" and self._select:
            if self._select[0] not in self.values and self._first is not None:
                self._add(self._select[0], self._first)
            self._select = None

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)

    def _add(self, name, value):
        self.values.setdefault(name, []).append(value)


def read_form(response):
    """The fields of the change form in a response: lists of values by name."""
    form = _Form(lambda attributes: attributes.get("id", "").endswith("_form"))
    form.feed(response.content.decode())
    return {name: values for name, values in form.values.items() if "__prefix__" not in name}


def read_own_form(response):
    """The first form that a page of our own posts, other than to sign out: its action, and lists of values by name."""
    form = _Form(
        lambda attributes: (
            attributes.get("method") == "post" and attributes.get("id") != "logout-form"
        )
    )
    form.feed(response.content.decode())
    return form.action, form.values


def row_number(fields, prefix, pk):
    """The number of the inline row with the key ``pk`` in a form that was read."""
    return next(
        int(name.split("-")[1])
        for name, values in fields.items()
        if name.startswith(f"{prefix}-") and name.endswith("-id") and values == [str(pk)]
    )
