"""The row of a page: read once for all, and each page's own."""

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from exhibits.models import Activity, Opportunity
from helsingborgsrummet.content.kinds import Gone, _rows_by_slug, visible_or_404
from news.models import Announcement
from tests.factory import make_activity, make_announcement, make_area, make_opportunity, make_plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_is_read_once_and_again_when_its_table_is_written(django_assert_num_queries):
    activity = make_activity(slug="visning", title="Först")
    visible_or_404(Activity, timezone.now(), "visning")
    with django_assert_num_queries(0):
        assert visible_or_404(Activity, timezone.now(), "visning").title == "Först"
    Activity.objects.filter(pk=activity.pk).update(title="Sedan")
    assert visible_or_404(Activity, timezone.now(), "visning").title == "Sedan"


def test_what_one_page_does_to_its_row_is_not_seen_by_another():
    plan = make_plan(title="Planen", area=make_area())
    make_opportunity(slug="lokal", plan=plan)
    related = ("picture", "plan__area")
    first = visible_or_404(Opportunity, timezone.now(), "lokal", related)
    title = first.plan.area.title
    first.title = first.plan.title = first.plan.area.title = "Ändrad"
    second = visible_or_404(Opportunity, timezone.now(), "lokal", related)
    assert second.title != "Ändrad"
    assert (second.plan.title, second.plan.area.title) == ("Planen", title)
    assert second.picture is None


def test_what_a_page_looks_up_from_its_row_is_looked_up_by_each():
    plan = make_plan(title="Före", area=make_area())
    make_activity(slug="visning", plan=plan)
    assert visible_or_404(Activity, timezone.now(), "visning").plan.title == "Före"
    type(plan).objects.update(title="Efter")
    assert visible_or_404(Activity, timezone.now(), "visning").plan.title == "Efter"


@pytest.mark.parametrize("change", ["area", "plan"])
def test_a_row_is_read_again_when_what_is_read_with_it_is_written(change):
    plan = make_plan(area=make_area())
    make_opportunity(slug="lokal", plan=plan)
    visible_or_404(Opportunity, timezone.now(), "lokal", ("plan__area",))
    type({"area": plan.area, "plan": plan}[change]).objects.update(title="Ny")
    row = visible_or_404(Opportunity, timezone.now(), "lokal", ("plan__area",))
    assert {"area": row.plan.area, "plan": row.plan}[change].title == "Ny"


def test_columns_that_are_left_are_still_there_when_asked_for():
    make_announcement(slug="nytt", body="Texten")
    row = visible_or_404(Announcement, timezone.now(), "nytt", without=("body",))
    assert row.get_deferred_fields() == {"body"}
    assert row.body == "Texten"


def test_the_clock_and_a_withdrawal_decide_though_the_row_is_kept():
    announcement = make_announcement(slug="nytt")
    now = timezone.now()
    visible_or_404(Announcement, now, "nytt")
    with pytest.raises(Http404):
        visible_or_404(Announcement, announcement.published_at - datetime.timedelta(days=1), "nytt")
    Announcement.objects.update(withdrawn_at=now, withdrawn_reason="Den var fel.")
    with pytest.raises(Gone):
        visible_or_404(Announcement, timezone.now(), "nytt")


def test_made_up_addresses_leave_nothing_behind():
    for number in range(50):
        with pytest.raises(Http404):
            visible_or_404(Activity, timezone.now(), f"finns-inte-{number}")
    assert not _rows_by_slug(Activity, (), ()).entries
