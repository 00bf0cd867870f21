import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import wayline.portfolio.keys


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0002_applications"),
        ("people", "0002_uses_of_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=wayline.portfolio.keys.new_key, editable=False, max_length=64, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To be signed"), ("signed", "Signed by all"), ("cancelled", "Called off")],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("rule", models.CharField(blank=True, max_length=40, verbose_name="rules that hold")),
                ("goals", models.TextField(max_length=4000, verbose_name="what is to be learned")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days at the company")),
                ("hours_a_day", models.DecimalField(decimal_places=1, max_digits=3, verbose_name="hours a day")),
                ("hours_a_week", models.DecimalField(decimal_places=1, max_digits=3, verbose_name="hours a week")),
                ("place", models.CharField(max_length=300, verbose_name="where")),
                ("supervision", models.CharField(max_length=300, verbose_name="who looks after the participant")),
                ("insurance", models.CharField(max_length=300, verbose_name="insurance")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "parent_name",
                    models.CharField(blank=True, max_length=120, verbose_name="name of a parent or guardian"),
                ),
                (
                    "parent_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail of the parent or guardian"),
                ),
                ("parent_token", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "application",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="agreement",
                        to="opportunities.application",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement on a stay",
                "verbose_name_plural": "agreements on stays",
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("participant", "Participant"),
                            ("employer", "Company"),
                            ("service", "Service"),
                            ("parent", "Parent or guardian"),
                        ],
                        max_length=11,
                        verbose_name="party",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="opportunities.agreement",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="signatures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "signed", "cancelled"])), name="opportunities_agreement_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="opportunities_agreement_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_a_week__gte", models.F("hours_a_day"))), name="opportunities_agreement_hours"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("party__in", ["participant", "employer", "service", "parent"])),
                name="opportunities_signature_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "party", "digest"), name="opportunities_signature_once"
            ),
        ),
    ]
