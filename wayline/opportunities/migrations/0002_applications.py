import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import wayline.opportunities.models.applications
import wayline.portfolio.keys


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0001_offers_employers_search_sources"),
        ("people", "0002_uses_of_limits"),
        ("portfolio", "0005_credentials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=wayline.portfolio.keys.new_key, editable=False, max_length=64, unique=True
                    ),
                ),
                ("offer_title", models.CharField(max_length=200)),
                ("offered_by", models.CharField(max_length=200)),
                ("elsewhere", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("seen", "Seen"),
                            ("invited", "Invited"),
                            ("offered", "Offered"),
                            ("taken_on", "Taken on"),
                            ("not_chosen", "Not chosen"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("typed", models.JSONField(blank=True, default=dict)),
                ("answers", models.JSONField(blank=True, default=list)),
                ("open_until", models.DateField(blank=True, null=True, verbose_name="open to the employer until")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="your own note")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("state_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "cv",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="portfolio.cv",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="portfolio.cv",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="applications",
                        to="opportunities.opportunity",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=wayline.portfolio.keys.new_key, editable=False, max_length=64, unique=True
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("cv", "CV"), ("letter", "Letter"), ("document", "Document")], max_length=8
                    ),
                ),
                (
                    "file",
                    models.FileField(max_length=200, upload_to=wayline.opportunities.models.applications.paper_path),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("media_type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="opportunities.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an application",
                "verbose_name_plural": "files of applications",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("seen", "Seen"),
                            ("invited", "Invited"),
                            ("offered", "Offered"),
                            ("taken_on", "Taken on"),
                            ("not_chosen", "Not chosen"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=2000, verbose_name="message")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="opportunities.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "status of an application",
                "verbose_name_plural": "statuses of applications",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="opportunities.application",
                    ),
                ),
                (
                    "viewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="application_visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "look at an application",
                "verbose_name_plural": "looks at applications",
                "ordering": ["first_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                (
                    "form",
                    models.CharField(
                        choices=[("text", "In words"), ("yes_no", "Yes or no"), ("choice", "One of several answers")],
                        default="text",
                        max_length=8,
                        verbose_name="answered",
                    ),
                ),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="answers",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="must be answered")),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="opportunities.opportunity",
                    ),
                ),
            ],
            options={
                "verbose_name": "question to applicants",
                "verbose_name_plural": "questions to applicants",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["opportunity", "-sent_at"], name="opportunities_received"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "sent", "invited", "offered", "taken_on", "not_chosen", "withdrawn"])
                ),
                name="opportunities_application_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("sent_at__isnull", False), _connector="OR"),
                name="opportunities_application_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("elsewhere", True), ("open_until__isnull", False), _connector="OR"),
                name="opportunities_application_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("opportunity", "user"),
                name="opportunities_application_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["cv", "letter", "document"])), name="opportunities_paper_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationpaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part", "document"), _negated=True),
                fields=("application", "part"),
                name="opportunities_paper_one_cv_one_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "sent", "invited", "offered", "taken_on", "not_chosen", "withdrawn"])
                ),
                name="opportunities_step_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationvisit",
            constraint=models.UniqueConstraint(
                fields=("application", "viewer"), name="opportunities_application_visit_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["text", "yes_no", "choice"])), name="opportunities_question_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("form", "choice"), _negated=True), ("choices__len__gte", 2), _connector="OR"
                ),
                name="opportunities_question_choices",
            ),
        ),
    ]
