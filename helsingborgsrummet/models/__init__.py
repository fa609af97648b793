"""What belongs to the site and to no subject."""

from .change_notes import ChangeNote
from .corrections import Correction
from .due_work import DueWork
from .external_links import ExternalLink, LinkUse
from .form_sources import FormSource
from .generation import ContentGeneration, TableNumber
from .letters import Envelope, Letter, WeeklyLetter
from .notices import Notice
from .pictures import Picture
from .redirects import Redirect
from .saved_forms import SavedForm
from .share_links import ShareLink
from .standing_pages import StandingPage

__all__ = [
    "ChangeNote",
    "ContentGeneration",
    "Correction",
    "DueWork",
    "Envelope",
    "ExternalLink",
    "FormSource",
    "Letter",
    "LinkUse",
    "Notice",
    "Picture",
    "Redirect",
    "SavedForm",
    "ShareLink",
    "StandingPage",
    "TableNumber",
    "WeeklyLetter",
]
