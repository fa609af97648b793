"""Setting a site up over what an earlier one has left."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from exhibits.models import Area
from tests.factory import make_area

pytestmark = pytest.mark.django_db


def test_a_database_from_before_the_first_release_is_left_as_it_is(capsys):
    area = make_area()
    MigrationRecorder(connection).record_applied("exhibits", "0006_no_procedure_is_the_default")
    with pytest.raises(CommandError, match=r"Flytta undan mappen .* och starta igen"):
        call_command("prepare_site")
    assert list(Area.objects.all()) == [area]
    assert capsys.readouterr().out == ""


def test_migrations_of_others_are_no_hindrance():
    """A package may have replaced its migrations."""
    MigrationRecorder(connection).record_applied("reversion", "9999_of_another_release")
    make_area()
    call_command("prepare_site")
    assert Area.objects.count() == 1
