from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exhibits", "0007_confirmed_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="dialogue",
            name="feedback_until_on",
            field=models.DateField(
                blank=True,
                help_text="När tiden har passerat skriver sidan själv att vi inte vet, och du påminns. Till exempel 31 maj 2027 för ”tidigast våren 2027”.",
                null=True,
                verbose_name="orden gäller till och med",
            ),
        ),
        migrations.AddField(
            model_name="dialogue",
            name="feedback_until_precision",
            field=models.CharField(
                choices=[("day", "dagen"), ("month", "månaden"), ("year", "året")],
                default="day",
                help_text="Hur mycket av datumet som är känt. Vet du bara månaden visas bara månaden.",
                max_length=5,
                verbose_name="tiden känd till",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="availability_until_on",
            field=models.DateField(
                blank=True,
                help_text="När tiden har passerat skriver sidan själv att vi inte vet, och du påminns. Till exempel 31 maj 2027 för ”tidigast våren 2027”.",
                null=True,
                verbose_name="orden gäller till och med",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="availability_until_precision",
            field=models.CharField(
                choices=[("day", "dagen"), ("month", "månaden"), ("year", "året")],
                default="day",
                help_text="Hur mycket av datumet som är känt. Vet du bara månaden visas bara månaden.",
                max_length=5,
                verbose_name="tiden känd till",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="feedback_until_on",
            field=models.DateField(
                blank=True,
                help_text="När tiden har passerat skriver sidan själv att vi inte vet, och du påminns. Till exempel 31 maj 2027 för ”tidigast våren 2027”.",
                null=True,
                verbose_name="orden gäller till och med",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="feedback_until_precision",
            field=models.CharField(
                choices=[("day", "dagen"), ("month", "månaden"), ("year", "året")],
                default="day",
                help_text="Hur mycket av datumet som är känt. Vet du bara månaden visas bara månaden.",
                max_length=5,
                verbose_name="tiden känd till",
            ),
        ),
    ]
