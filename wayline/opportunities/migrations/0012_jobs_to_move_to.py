import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0011_shelf_and_match_alerts"),
        ("taxonomy", "0002_labels_by_their_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="shownmatch",
            name="is_job",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="JobAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="taxonomy.concept"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs_aside",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "job set aside",
                "verbose_name_plural": "jobs set aside",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "occupation"), name="opportunities_job_aside_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="matchchoice",
            name="suggests",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("portfolio", "Your portfolio, as far as matching reads it"),
                        ("plan", "Your goals"),
                        ("journal", "Tags in your journal"),
                        ("opened", "What you opened here"),
                    ],
                    max_length=16,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "occupation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="taxonomy.concept"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened_things",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "thing opened",
                "verbose_name_plural": "things opened",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "offer"), name="opportunities_opened_offer_once"),
                    models.UniqueConstraint(fields=("user", "occupation"), name="opportunities_opened_job_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("occupation__isnull", False), ("offer", None)),
                            models.Q(("occupation", None), ("offer__isnull", False)),
                            _connector="OR",
                        ),
                        name="opportunities_opened_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PutOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="put_off", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion put off",
                "verbose_name_plural": "suggestions put off",
                "ordering": ["-at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="opportunities_put_off_once")],
            },
        ),
    ]
