from django.db import migrations, models
from django.utils import timezone


def confirm_what_has_passed(apps, schema_editor):
    """What stood as a fact until now, because its date had passed, was said by whoever typed it."""
    steps = apps.get_model("exhibits", "PlanStep").objects
    passed = steps.filter(is_expected=False, starts_on__lte=timezone.localdate())
    passed.update(is_confirmed=True)


class Migration(migrations.Migration):
    dependencies = [
        ("exhibits", "0003_ids"),
    ]

    operations = [
        migrations.AddField(
            model_name="planstep",
            name="is_confirmed",
            field=models.BooleanField(
                default=False,
                help_text="Kryssa i när beslutet är fattat eller det har börjat. Till dess skriver sidan att det väntas. Samråd och granskning med första och sista dag behöver inget kryss.",
                verbose_name="det har hänt",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="takes_answers",
            field=models.BooleanField(
                blank=True,
                choices=[
                    (True, "Ja, det går fortfarande att tycka till"),
                    (False, "Nej, svaren räknas inte"),
                ],
                help_text="För Pausad medan ett samråd eller en granskning pågår.",
                null=True,
                verbose_name="räknas svar ändå?",
            ),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="is_expected",
            field=models.BooleanField(
                default=False,
                help_text="Kryssa i när tiden bara är en bedömning. När den har passerat säger sidan själv att vi inte har något besked, och du påminns.",
                verbose_name="preliminärt",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_expected", False), ("is_confirmed", False), _connector="OR"
                ),
                name="plan_step_is_not_both_expected_and_confirmed",
                violation_error_message="Kryssa i antingen Preliminärt eller Det har hänt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_confirmed", False), ("starts_on__isnull", False), _connector="OR"
                ),
                name="plan_step_that_has_happened_has_a_time",
                violation_error_message="Fyll i när det hände.",
            ),
        ),
        # Last: PostgreSQL alters no table with rows that were changed in the same transaction.
        migrations.RunPython(confirm_what_has_passed, migrations.RunPython.noop),
    ]
