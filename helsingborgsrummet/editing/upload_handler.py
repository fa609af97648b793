"""What is kept on disk of files that come with a request, before anybody has asked for them."""

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from helsingborgsrummet.content.files import MAX_UPLOAD_BYTES


class StaffUploadHandler(TemporaryFileUploadHandler):
    """Keeps files for staff alone, and of each no more than any field takes.

    The words of the form are read in either case, so that it can be answered. A file that is larger is
    cut and still tells its whole size, by which it is refused.
    """

    def new_file(self, *args, **kwargs):
        """Begin a file."""
        user = getattr(self.request, "user", None)
        if not (user and user.is_active and user.is_staff):
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        """Write a piece, up to the limit."""
        self.file.write(raw_data[: max(0, MAX_UPLOAD_BYTES - start)])
