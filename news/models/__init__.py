"""Announcements and topics, and who follows them."""

from news.models.announcements import (
    OLD_AFTER,
    Announcement,
    AnnouncementQuerySet,
    Byline,
    Topic,
)
from news.models.followers import (
    Closing,
    Delivery,
    Follow,
    Follower,
    FollowingFigure,
    FollowRequest,
    Frequency,
    Scope,
    Tiding,
)

__all__ = [
    "OLD_AFTER",
    "Announcement",
    "AnnouncementQuerySet",
    "Byline",
    "Closing",
    "Delivery",
    "Follow",
    "FollowRequest",
    "Follower",
    "FollowingFigure",
    "Frequency",
    "Scope",
    "Tiding",
    "Topic",
]
