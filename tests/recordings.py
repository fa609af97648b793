"""Small honest recordings, made byte by byte: every part that a player looks for and next to no sound."""

import io
import struct
import wave

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.500\nHär är modellen.\n"


def wav(seconds=1):
    """Silence of so many seconds."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * (8000 * seconds))
    return file.getvalue()


def mp3(frames=40, tag=b""):
    """Frames of MPEG 1 layer III, 128 kbit/s and 44.1 kHz, with ``tag`` as their ID3 tag."""
    head = b"ID3\x04\x00\x00" + struct.pack(">I", len(tag)) + tag if tag else b""
    return head + (b"\xff\xfb\x90\x00" + b"\x00" * 413) * frames


def box(name, *parts):
    """A box of an MP4 file."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4(codec=b"avc1", seconds=5, sound=b"mp4a", *, pieces=False):
    """A film of 640 × 360 with sound, or with ``codec=None`` sound alone."""

    def track(handler, what, width=0, height=0):
        return box(
            b"trak",
            box(b"tkhd", bytes(76), struct.pack(">II", width << 16, height << 16)),
            box(
                b"mdia",
                box(b"hdlr", bytes(8), handler, bytes(12)),
                box(
                    b"minf",
                    box(
                        b"stbl", box(b"stsd", bytes(4), struct.pack(">I", 1), box(what, bytes(20)))
                    ),
                ),
            ),
        )

    tracks = [track(b"vide", codec, 640, 360)] if codec else []
    tracks += [track(b"soun", sound)] if sound else []
    tracks += [box(b"mvex")] if pieces else []
    mvhd = box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", mvhd, *tracks) + box(b"mdat", bytes(64))


def element(key, *parts):
    """An element of a WebM file."""
    body = b"".join(parts)
    return bytes.fromhex(key) + struct.pack(">Q", len(body) | 1 << 56) + body


def webm(codecs=((1, "V_VP9"), (2, "A_OPUS")), kind="webm", seconds=5):
    """A film of 640 × 360, or what ``codecs`` say."""
    tracks = [
        element(
            "ae",
            element("83", bytes([sort])),
            element("86", codec.encode()),
            element("e0", element("b0", b"\x02\x80"), element("ba", b"\x01\x68"))
            if sort == 1
            else b"",
        )
        for sort, codec in codecs
    ]
    length = element("4489", struct.pack(">d", seconds * 1000)) if seconds else b""
    return element("1a45dfa3", element("4282", kind.encode())) + element(
        "18538067",
        element("1549a966", element("2ad7b1", b"\x0f\x42\x40"), length),
        element("1654ae6b", *tracks),
        element("1f43b675", bytes(32)),
    )


def ogg(packet=b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00", seconds=3):
    """Two pages: the head, and one that says how many samples there were."""

    def page(granule, body):
        return (
            b"OggS\x00\x00" + struct.pack("<q", granule) + bytes(12) + bytes([1, len(body)]) + body
        )

    return page(0, packet) + page(48000 * seconds + 312, b"\x00" * 20)
