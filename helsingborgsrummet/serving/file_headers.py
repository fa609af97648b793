"""What a file is allowed to do in a browser: nothing, since it is no page."""

FILE_POLICY = "default-src 'none'; sandbox"


def add_headers(headers, path, url):
    """Give a static file its policy; a script gets that of pages, which one that works in the background runs by."""
    if not url.endswith(".js"):
        headers["Content-Security-Policy"] = FILE_POLICY
