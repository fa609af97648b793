"""Numbers in Swedish: counts, areas and the size of files.

Pure. A no-break space stands between thousands and before a unit, so that no number is torn apart.
"""

SPACE = "\u00a0"


def format_number(number):
    """A whole number: ``1 500``."""
    return f"{number:,}".replace(",", SPACE)


def format_bytes(size):
    """The size of a file of ``size`` bytes: ``840 kB``, ``2,4 MB``, ``38 MB``."""
    kilobytes = max(1, round(size / 1000))
    if kilobytes < 1000:
        return f"{kilobytes}{SPACE}kB"
    if kilobytes < 9950:
        return f"{kilobytes / 1000:.1f}".replace(".", ",") + f"{SPACE}MB"
    return f"{format_number(round(kilobytes / 1000))}{SPACE}MB"


def format_square_metres(low, high):
    """A range of floor or land in m²; either end may be ``None``.

    ``400 m²``, ``250–600 m²``, ``från 1 500 m²``, ``upp till 90 m²``; empty when neither is known.
    """
    if low is None and high is None:
        return ""
    if high is None:
        return f"från {format_number(low)}{SPACE}m²"
    if low is None:
        return f"upp till {format_number(high)}{SPACE}m²"
    span = format_number(high) if low == high else f"{format_number(low)}–{format_number(high)}"
    return f"{span}{SPACE}m²"
