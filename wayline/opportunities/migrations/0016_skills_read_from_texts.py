import django.db.models.deletion
from django.db import migrations, models

# What sources brought before waits too.
WAITING = """
INSERT INTO opportunities_textreading (opportunity_id)
SELECT o.id FROM opportunities_opportunity o WHERE o.source_id IS NOT NULL AND o.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM opportunities_want w WHERE w.opportunity_id = o.id AND w.concept_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0015_without_indexes_told_twice"),
        ("taxonomy", "0002_labels_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "need",
                    models.CharField(
                        choices=[("must", "Needed"), ("nice", "Welcome")], max_length=4, verbose_name="need"
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="words that led there")),
                (
                    "concept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="taxonomy.concept"
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_skills",
                        to="opportunities.opportunity",
                    ),
                ),
            ],
            options={
                "verbose_name": "skill read from a text",
                "verbose_name_plural": "skills read from texts",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TextReading",
            fields=[
                (
                    "opportunity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text_reading",
                        serialize=False,
                        to="opportunities.opportunity",
                    ),
                ),
                ("at", models.DateTimeField(null=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "reading of a text",
                "verbose_name_plural": "readings of texts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("at", None)), fields=["opportunity"], name="opportunities_text_waiting"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="readskill",
            constraint=models.UniqueConstraint(fields=("opportunity", "concept"), name="opportunities_read_skill_once"),
        ),
        migrations.AddConstraint(
            model_name="readskill",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__in", ["must", "nice"])), name="opportunities_read_skill_need"
            ),
        ),
        migrations.AddField(
            model_name="asking",
            name="read",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RemoveConstraint(model_name="askedskill", name="opportunities_asked_need"),
        migrations.AddConstraint(
            model_name="askedskill",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__in", (0, 1, 2, 3))), name="opportunities_asked_need"
            ),
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]
