"""Every list of the admin speaks Swedish, what libraries bring along included."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.html import strip_tags

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(
    r"\b(the|attempts?|access|add|delete|select|change|search|none|filter by)\b", re.I
)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_a_list_speaks_swedish(admin_client, model):
    names = model._meta.app_label, model._meta.model_name
    page = admin_client.get(reverse("admin:{}_{}_changelist".format(*names)))
    words = strip_tags(re.sub(r"(?s)<(script|style).*?</\1>", "", page.content.decode()))
    assert ENGLISH.findall(words) == []
