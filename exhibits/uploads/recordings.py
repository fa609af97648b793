"""Uploaded sound and film: what they are follows from their content, never from their name.

What a browser plays without help from elsewhere is taken, and nothing is made anew: an editor's program can
do that better, and a server that encodes film has time for nobody.
"""

from helsingborgsrummet.content.file_work import Limits, copied, refusal, work
from helsingborgsrummet.content.files import MAX_UPLOAD_BYTES

MAX_BYTES = MAX_UPLOAD_BYTES
LIMITS = Limits(memory=256 * 2**20, cpu_seconds=10, seconds=20)
READ = "exhibits.uploads.recording_reading.read"
SOUND = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "weba": "audio/webm",
}
FILM = {"mp4": "video/mp4", "webm": "video/webm"}
MIME = SOUND | FILM

PROBLEMS = {
    "bytes": "Filen är för stor. Ljud och film får vara högst 50 MB. Spara den med lägre kvalitet, eller dela "
    "upp den.",
    "empty": "Filen är tom. Välj den på nytt.",
    "format": "Filen är inte ljud eller film som går att använda. Ladda upp ljud som MP3, M4A, Ogg eller WAV, "
    "och film som MP4 eller WebM. Innehållet avgör, inte vad filen heter.",
    "codec": "Filen är packad på ett sätt som många webbläsare inte kan spela. Spara om film som MP4 med H.264 "
    "och AAC, eller som WebM, och ljud som MP3.",
    "pieces": "Filmen är sparad i bitar för direktsändning. Spara om den som en vanlig MP4.",
    "broken": "Filen är skadad eller ofullständig. Spara om den och försök igen.",
    "heavy": "Filen är för tung att läsa. Spara om den och försök igen.",
}


def check(file):
    """The facts of an uploaded recording (``recording_reading.read``); outside transactions.

    What is no whole recording of a format in :data:`MIME` within the limits raises ``ValidationError`` with a
    Swedish sentence.
    """
    if not file.size:
        raise refusal("empty", PROBLEMS)
    if file.size > MAX_BYTES:
        raise refusal("bytes", PROBLEMS)
    with copied(file, MAX_BYTES) as copy:
        if copy is None:
            raise refusal("bytes", PROBLEMS)
        facts, _ = work(READ, copy, LIMITS)
    if "problem" in facts:
        raise refusal(facts["problem"], PROBLEMS)
    if facts["format"] == "webm" and not facts["is_video"]:
        facts["format"] = "weba"
    return facts
