import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0014_how_far_a_reading_is"),
        ("people", "0002_uses_of_limits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="askedskill",
            name="listing",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="asked_skills",
                to="opportunities.listing",
            ),
        ),
        migrations.AlterField(
            model_name="occupationtag",
            name="opportunity",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="occupation_tags",
                to="opportunities.opportunity",
            ),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="service",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opportunities_looked_after",
                to="people.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opportunities",
                to="opportunities.source",
            ),
        ),
        migrations.AlterField(
            model_name="want",
            name="opportunity",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wants",
                to="opportunities.opportunity",
            ),
        ),
    ]
