"""The list of links has our own that lead nowhere, too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("helsingborgsrummet", "0003_ids")]

    operations = [
        migrations.AlterModelOptions(
            name="externallink",
            options={
                "ordering": ["url"],
                "verbose_name": "länk",
                "verbose_name_plural": "länkar",
            },
        ),
    ]
