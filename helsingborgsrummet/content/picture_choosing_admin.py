"""How a picture of the library is chosen in a form of the admin."""


class PictureChoosingAdmin:
    """Mixin for every admin: fields that refer to pictures are chosen from the library."""
