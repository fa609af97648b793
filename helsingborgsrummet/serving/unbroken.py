"""Pages as they leave the site: their dates and numbers held together, before the page cache keeps them."""


class UnbrokenPages:
    """A WSGI application whose pages are those of ``application`` as ``mark`` makes them, but for the admin's.

    ``mark`` takes and gives HTML in bytes. It stands outside Django: what views and templates say is the same with
    it and without, as with compression.
    """

    def __init__(self, application, mark):
        self.application = application
        self.mark = mark

    def __call__(self, environ, start_response):
        """Answer a request."""
        answer = []
        result = self.application(environ, lambda *given: answer.extend(given))
        status, headers, *rest = answer
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        if not kind.startswith("text/html") or environ["PATH_INFO"].startswith("/admin/"):
            start_response(*answer)
            return result
        try:
            body = self.mark(b"".join(result))
        finally:
            if hasattr(result, "close"):
                result.close()
        headers = [row for row in headers if row[0].lower() != "content-length"]
        start_response(status, [*headers, ("Content-Length", str(len(body)))], *rest)
        return [body]
