"""Pieces of pages that are the same on many of them, kept until content or the clock changes."""

from django import template
from django.utils.safestring import mark_safe

from helsingborgsrummet.serving.now import kept

register = template.Library()


class KeptNode(template.Node):
    """Renders its nodes unless what they rendered is kept."""

    def __init__(self, nodes, now, names):
        self.nodes, self.now, self.names = nodes, now, names

    def render(self, context):
        """What the nodes rendered, now or before."""
        names = [name.resolve(context, ignore_failures=True) for name in self.names]
        if None in names:
            return self.nodes.render(context)
        now = self.now.resolve(context)
        return kept(f"piece {names}", now, lambda: mark_safe(self.nodes.render(context)))


@register.tag("kept")
def do_kept(parser, token):
    """``{% kept now "news aside" year %}…{% endkept %}``: render once, until something changes.

    The words after ``now`` must say everything that the piece depends on besides content and time.
    When one of them is ``None`` or missing the piece is not kept: what an editor previews is not
    stored yet.
    """
    _, now, *names = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(
        nodes, parser.compile_filter(now), [parser.compile_filter(name) for name in names]
    )
