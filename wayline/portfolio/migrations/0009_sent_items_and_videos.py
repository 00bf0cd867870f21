import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import wayline.portfolio.keys
import wayline.portfolio.models.videos


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0008_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="revision",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="item",
            name="sent_as",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("owner", "sent_as"), name="portfolio_item_sent_once"),
        ),
        migrations.CreateModel(
            name="Video",
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
                        choices=[
                            ("waiting", "Waiting to be prepared"),
                            ("working", "Being prepared"),
                            ("ready", "Ready"),
                            ("failed", "Could not be prepared"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("fault", models.CharField(blank=True, max_length=16)),
                ("kind", models.CharField(max_length=8)),
                (
                    "sent",
                    models.FileField(blank=True, max_length=200, upload_to=wayline.portfolio.models.videos.video_path),
                ),
                (
                    "large",
                    models.FileField(blank=True, max_length=200, upload_to=wayline.portfolio.models.videos.video_path),
                ),
                (
                    "small",
                    models.FileField(blank=True, max_length=200, upload_to=wayline.portfolio.models.videos.video_path),
                ),
                (
                    "poster",
                    models.FileField(blank=True, max_length=200, upload_to=wayline.portfolio.models.videos.video_path),
                ),
                ("seconds", models.FloatField(default=0)),
                ("captions", models.JSONField(blank=True, default=list)),
                ("language", models.CharField(blank=True, max_length=16, verbose_name="language spoken")),
                (
                    "shown_until",
                    models.DateField(default=wayline.portfolio.models.videos.last_day, verbose_name="shown until"),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="video", to="portfolio.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "video",
                "verbose_name_plural": "videos",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=wayline.portfolio.keys.new_key, editable=False, max_length=64, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("size", models.PositiveBigIntegerField()),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="portfolio_uploads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "video",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="portfolio.video",
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "working", "ready", "failed"])),
                name="portfolio_video_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__lte", 100)), name="portfolio_video_progress"
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True),
                    models.Q(
                        models.Q(("large", ""), _negated=True),
                        models.Q(("small", ""), _negated=True),
                        models.Q(("poster", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="portfolio_video_ready_has_files",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__lte", models.F("size"))), name="portfolio_upload_received"
            ),
        ),
    ]
