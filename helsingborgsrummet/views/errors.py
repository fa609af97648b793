"""What a visitor sees when a page is missing or something broke."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone


def not_found(request, exception=None):
    """The page that says that there is nothing here, with ways onward."""
    return render(request, "site/404.html", {"now": timezone.now()}, status=404)


def server_error(request):
    """The page that says that something broke; asks nothing of the database."""
    return HttpResponseServerError(get_template("site/500.html").render())
