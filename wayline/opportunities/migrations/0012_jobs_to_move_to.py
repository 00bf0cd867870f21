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
    ]
