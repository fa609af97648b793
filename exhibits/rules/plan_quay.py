"""A plan's line of steps in few posts, so that it can be drawn and read at a glance.

Pure: nothing here reads the clock or the database, and nothing is said in words.
"""

from dataclasses import dataclass

from exhibits.rules.plan_stages import LineItem, Phase, Stage

# A quay lies across a page: more posts than these would leave no room for their words.
MOST_POSTS = 7
_DECISIONS = {Stage.ADOPTED, Stage.IN_FORCE, Stage.DONE}


@dataclass(frozen=True)
class Post:
    """One post: a :class:`~exhibits.rules.plan_stages.LineItem`, or several that follow and of which nothing is said."""

    items: tuple[LineItem, ...]

    @property
    def first(self):
        """The item that stands for all."""
        return self.items[0]

    @property
    def mark(self):
        """How the post is drawn: its phase, and whether what the plan is for has been decided with it, or made."""
        is_decision = self.first.has_begun and self.first.stage in _DECISIONS
        return f"{self.first.phase} decided" if is_decision else self.first.phase.value


def has_time(item):
    """Whether anything is said of when an item that lies ahead comes."""
    typed = item.step is not None and item.step.starts is not None
    return bool(typed or item.until or item.may_have_come)


def posts_of(line):
    """The :class:`Post` of each item of a line; stages that nobody has typed share one, but for what comes next."""
    posts, shares = [], False
    for item in line:
        is_vague = item.phase is Phase.AHEAD and item.step is None and not has_time(item)
        if is_vague and shares:
            posts[-1] = Post((*posts[-1].items, item))
            continue
        # What comes next stands alone: it is what pages name.
        shares = is_vague and not all(post.first.has_begun for post in posts)
        posts.append(Post((item,)))
    return tuple(posts)


def quay_of(line):
    """The posts of a line as a quay has room for them: the earliest passed ones are left out; none for a lone post."""
    posts = posts_of(line)
    passed = sum(post.first.phase is Phase.PASSED for post in posts)
    left_out = min(max(len(posts) - MOST_POSTS, 0), passed)
    return posts[left_out:] if len(posts) > 1 else ()
