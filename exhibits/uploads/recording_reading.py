"""What a recording is, found out in a process of its own (``file_worker``).

PURE: the standard library. Only the parts that name a file's content are read, never sound or pictures; a
file counts as what its first bytes say. Every loop is bounded by the size of the file or by a number.
"""

import hashlib
import struct

# More parts than these in one box, or boxes in boxes, are in no honest file.
MOST_PARTS = 20_000
# What one descriptive part may weigh; sound and pictures are passed over without being read.
MOST_HEADER = 2**20
CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
WEBM_CODECS = {"V_VP8", "V_VP9", "V_AV1", "A_OPUS", "A_VORBIS"}
# Bits a second of MPEG layer III by their number in a frame, for version 1 and for versions 2 and 2.5.
BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FEWEST_FRAMES = 3


class UnusableError(Exception):
    """A file that cannot be used; holds a key of ``recordings.PROBLEMS``."""


def read(stream):
    """Return what is known of a recording and no files, as ``file_worker`` wants it.

    ``{"format", "is_video", "seconds", "width", "height", "size", "digest"}``, or ``{"problem"}`` with a key
    of ``recordings.PROBLEMS``. ``seconds`` is ``None`` where a film does not say how long it is.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    start = stream.read(16)
    try:
        if start[4:8] == b"ftyp":
            found = _mp4(stream, size)
        elif start.startswith(b"\x1aE\xdf\xa3"):
            found = _webm(stream, size)
        elif start.startswith(b"OggS"):
            found = _ogg(stream, size)
        elif start.startswith(b"RIFF") and start[8:12] == b"WAVE":
            found = _wav(stream, size)
        elif start.startswith(b"ID3") or (start[0] == 0xFF and start[1] & 0xE0 == 0xE0):
            found = _mp3(stream, size)
        else:
            return {"problem": "format"}, []
    except UnusableError as error:
        return {"problem": error.args[0]}, []
    except (
        struct.error,
        LookupError,
        ArithmeticError,
        UnicodeDecodeError,
        RecursionError,
        TypeError,
    ):
        return {"problem": "broken"}, []
    if found["seconds"] is not None and not 0 < found["seconds"] < 24 * 3600:
        return {"problem": "broken"}, []
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()[:20]
    return {"width": 0, "height": 0, **found, "size": size, "digest": digest}, []


def _sound(kind, seconds):
    return {"format": kind, "is_video": False, "seconds": seconds}


# --- MP4 and M4A ------------------------------------------------------------------------------------


def _boxes(stream, start, end):
    """``(name, first byte, end)`` of the boxes between two places."""
    for _ in range(MOST_PARTS):
        if start + 8 > end:
            return
        stream.seek(start)
        size, name = struct.unpack(">I4s", stream.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", stream.read(8))[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise UnusableError("broken")
        yield name, start + head, start + size
        start += size
    raise UnusableError("broken")


def _mp4(stream, size):
    tracks, seconds = [], None

    def walk(start, end, track=None):
        nonlocal seconds
        for name, first, last in _boxes(stream, start, end):
            if name == b"trak":
                track = {}
                tracks.append(track)
            if name in CONTAINERS:
                walk(first, last, track)
                continue
            if name in (b"moof", b"mvex"):
                raise UnusableError("pieces")
            if name not in (b"mvhd", b"hdlr", b"stsd", b"tkhd"):
                continue
            stream.seek(first)
            body = stream.read(min(last - first, MOST_HEADER))
            if name == b"mvhd":
                scale, length = struct.unpack_from(
                    ">IQ" if body[0] else ">II", body, 20 if body[0] else 12
                )
                seconds = length / scale
            elif name == b"hdlr":
                track["handler"] = body[8:12]
            elif name == b"tkhd":
                track["size"] = tuple(
                    side >> 16 for side in struct.unpack_from(">II", body, len(body) - 8)
                )
            else:
                track["codec"] = body[12:16]

    walk(0, size)
    if seconds is None:
        raise UnusableError("broken")
    pictures = [each for each in tracks if each.get("handler") == b"vide"]
    sounds = [each for each in tracks if each.get("handler") == b"soun"]
    if any(each["codec"] != b"mp4a" for each in sounds):
        raise UnusableError("codec")
    if not pictures:
        if not sounds:
            raise UnusableError("format")
        return _sound("m4a", seconds)
    if len(pictures) > 1 or pictures[0]["codec"] not in (b"avc1", b"avc3"):
        raise UnusableError("codec")
    width, height = pictures[0]["size"]
    return {"format": "mp4", "is_video": True, "seconds": seconds, "width": width, "height": height}


# --- WebM ---------------------------------------------------------------------------------------------


def _number(stream, keep_mark):
    """A number of EBML's variable length; ``None`` for the unknown length."""
    first = stream.read(1)[0]
    length = 9 - first.bit_length()
    if length > 8:
        raise UnusableError("broken")
    rest = stream.read(length - 1)
    if len(rest) < length - 1:
        raise UnusableError("broken")
    value = int.from_bytes(bytes([first]) + rest)
    if keep_mark:
        return value
    value &= (1 << (7 * length)) - 1
    return None if value == (1 << (7 * length)) - 1 else value


def _elements(stream, start, end):
    """``(id, first byte, end)`` of the elements between two places."""
    for _ in range(MOST_PARTS):
        if start >= end:
            return
        stream.seek(start)
        key, length = _number(stream, True), _number(stream, False)
        first = stream.tell()
        last = end if length is None else first + length
        if last > end:
            raise UnusableError("broken")
        yield key, first, last
        start = last
    raise UnusableError("broken")


def _webm(stream, size):
    def content(first, last):
        if last - first > MOST_HEADER:
            raise UnusableError("broken")
        stream.seek(first)
        return stream.read(last - first)

    kind, scale, length, tracks, found = "", 1_000_000, None, [], {}
    for key, first, last in _elements(stream, 0, size):
        if key == 0x1A45DFA3:
            for inner, *place in _elements(stream, first, last):
                if inner == 0x4282:
                    kind = content(*place).rstrip(b"\0").decode("ascii")
        elif key == 0x18538067:
            found = _segment(stream, first, last)
    if kind != "webm" or not found:
        raise UnusableError("codec" if kind == "matroska" else "format")
    for inner, *place in _elements(stream, *found["info"]):
        if inner == 0x2AD7B1:
            scale = int.from_bytes(content(*place))
        elif inner == 0x4489:
            data = content(*place)
            length = struct.unpack(">f" if len(data) == 4 else ">d", data)[0]
    for inner, *place in _elements(stream, *found["tracks"]):
        if inner == 0xAE:
            track = {}
            for part, *where in _elements(stream, *place):
                if part == 0x83:
                    track["type"] = int.from_bytes(content(*where))
                elif part == 0x86:
                    track["codec"] = content(*where).rstrip(b"\0").decode("ascii")
                elif part == 0xE0:
                    for side, *which in _elements(stream, *where):
                        if side in (0xB0, 0xBA):
                            track[side] = int.from_bytes(content(*which))
            tracks.append(track)
    shown = [each for each in tracks if each.get("type") in (1, 2)]
    if not shown or any(each.get("codec") not in WEBM_CODECS for each in shown):
        raise UnusableError("codec")
    seconds = None if length is None else length * scale / 1e9
    pictures = [each for each in shown if each["type"] == 1]
    if not pictures:
        return _sound("webm", seconds)
    return {
        "format": "webm", "is_video": True, "seconds": seconds,
        "width": pictures[0].get(0xB0, 0), "height": pictures[0].get(0xBA, 0),
    }  # fmt: skip


def _segment(stream, start, end):
    """Where the two descriptive parts of a segment lie; what stands before the first cluster is enough."""
    found = {}
    for key, first, last in _elements(stream, start, end):
        if key == 0x1549A966:
            found["info"] = (first, last)
        elif key == 0x1654AE6B:
            found["tracks"] = (first, last)
        elif key == 0x1F43B675:
            break
    if len(found) < 2:
        raise UnusableError("broken")
    return found


# --- Sound alone ----------------------------------------------------------------------------------------


def _ogg(stream, size):
    stream.seek(0)
    head = stream.read(27 + 255 + 64)
    packet = head[27 + head[26] :]
    if packet.startswith(b"OpusHead"):
        rate, skipped = 48000, struct.unpack_from("<H", packet, 10)[0]
    elif packet.startswith(b"\x01vorbis"):
        rate, skipped = struct.unpack_from("<I", packet, 12)[0], 0
    else:
        raise UnusableError("codec")
    # The last page tells how many samples there have been; a page is at most 65,307 bytes.
    stream.seek(max(0, size - 2**17))
    tail = stream.read()
    last = tail.rfind(b"OggS")
    samples = struct.unpack_from("<q", tail, last + 6)[0]
    return _sound("ogg", (samples - skipped) / rate)


def _wav(stream, size):
    start, rate = 12, 0
    for _ in range(MOST_PARTS):
        stream.seek(start)
        name, length = struct.unpack("<4sI", stream.read(8))
        if name == b"fmt ":
            kind, _, _, rate = struct.unpack("<HHII", stream.read(12))
            if kind not in (1, 3, 0xFFFE):
                raise UnusableError("codec")
        if name == b"data":
            if start + 8 + length > size:
                raise UnusableError("broken")
            return _sound("wav", length / rate)
        start += 8 + length + length % 2
    raise UnusableError("broken")


def _mp3(stream, size):
    place, frames, seconds = 0, 0, 0.0
    stream.seek(0)
    head = stream.read(10)
    if head.startswith(b"ID3"):
        place = 10 + sum((byte & 0x7F) << (7 * (3 - at)) for at, byte in enumerate(head[6:10]))
    while place + 4 <= size:
        stream.seek(place)
        head = stream.read(4)
        version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
        rate, bits = head[2] >> 2 & 3, head[2] >> 4
        if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or version == 1 or layer != 1 or rate == 3:
            break
        if bits in (0, 15):
            break
        speed = RATES[version][rate]
        samples = 1152 if version == 3 else 576
        bits = BITRATES[1 if version == 3 else 2][bits] * 1000
        place += samples // 8 * bits // speed + (head[2] >> 1 & 1)
        seconds += samples / speed
        frames += 1
    if frames < FEWEST_FRAMES:
        raise UnusableError("format")
    # Beside sound there may be tags of a few kilobytes; more is something else.
    if size - place > MOST_HEADER or place > size + 4:
        raise UnusableError("broken")
    return _sound("mp3", seconds)
