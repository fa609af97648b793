"""What a query string or a form may say where a number is meant."""


def whole_number(text, most=10**18):
    """The number that ``text`` is written as with the digits 0–9, at most ``most``; ``None`` for what is none.

    Never slow and never an error, however long the text is; keys of rows are at most ``10**18``.
    """
    if not (text and text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    number = int(text)
    return number if number <= most else None
