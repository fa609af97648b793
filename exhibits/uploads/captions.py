"""Captions of a film as WebVTT, read line by line so that what is wrong can be said with its line.

PURE: the standard library.
"""

import re

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
CUE = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+.*)?")
TAGS = re.compile(r"</?(?:[cibuv]|ruby|rt|lang)(?:[.\s][^<>]*)?>|<\d[\d:.]*>")


def problems_of(text):
    """What is wrong with captions, the first of it, as a Swedish sentence that names the line; or empty."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t].*)?$", lines[0]):
        return "Rad 1 måste vara WEBVTT. Klistra in hela textningsfilen, med dess första rad."
    begun, cues, number = 0.0, 0, 1
    while number < len(lines):
        block = []
        first = number + 1
        while number < len(lines) and lines[number].strip():
            block.append(lines[number])
            number += 1
        number += 1
        if not block or re.match(r"NOTE\b", block[0]):
            continue
        if block[0].split()[0] in ("STYLE", "REGION"):
            return (
                f"Rad {first}: {block[0].split()[0]} går inte att använda här. Ta bort det stycket."
            )
        at = 0 if "-->" in block[0] else 1
        if len(block) <= at or "-->" not in block[at]:
            if first == 2:
                # What follows the first line at once belongs to the head of the file.
                continue
            return f"Rad {first}: här saknas tiderna. Skriv dem så här: 00:01.000 --> 00:04.000"
        found = CUE.fullmatch(block[at].strip())
        if not found:
            return f"Rad {first + at}: tiderna går inte att läsa. Skriv dem så här: 00:01.000 --> 00:04.000"
        starts, ends = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
        if ends <= starts:
            return f"Rad {first + at}: raden slutar innan den börjar."
        if starts < begun:
            return f"Rad {first + at}: raden börjar före den som står ovanför."
        if not block[at + 1 :]:
            return f"Rad {first + at}: det finns ingen text till de här tiderna."
        for offset, line in enumerate(block[at + 1 :], first + at + 1):
            if "-->" in line:
                return f"Rad {offset}: det måste finnas en tom rad före nya tider."
            if re.search(r"[<>]", TAGS.sub("", line)):
                return f"Rad {offset}: tecknen < och > går inte att använda så. Ta bort dem."
        begun = starts
        cues += 1
    return "" if cues else "Textningen har inga rader med tider. Klistra in hela textningsfilen."


def _seconds(parts):
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
