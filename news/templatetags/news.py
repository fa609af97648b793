"""News in the templates of other parts of the site."""

from django import template

from news import lists

register = template.Library()


@register.simple_tag
def news_about_area(area, now, count):
    """Rows (HTML) of the newest ``count`` announcements about an area; none for an unsaved one."""
    if area.pk is None:
        return []
    page, _ = lists.page_of(f"area {area.pk}", lambda: lists.about_area(area, now), now, size=count)
    return lists.rows(page, now, with_picture=False)
