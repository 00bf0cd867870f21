"""What one may choose from, counted with the releases."""

import django.contrib.postgres.fields
from django.db import migrations, models

COUNT = """
UPDATE lmi_coverage c SET levels = n.levels, days = n.days, statistics = n.statistics, cut_numbers = n.cuts,
  area_numbers = n.areas
FROM (SELECT o.release_id, o.indicator_id, k.scheme_id,
    coalesce(array_agg(DISTINCT k.level) FILTER (WHERE k.level IS NOT NULL), '{}') AS levels,
    array_agg(DISTINCT o.period_end) AS days, array_agg(DISTINCT o.statistic) AS statistics,
    array_agg(DISTINCT o.cut_id) AS cuts, array_agg(DISTINCT o.area_id) AS areas
  FROM lmi_observation o LEFT JOIN taxonomy_concept k ON k.id = o.occupation_id
  GROUP BY o.release_id, o.indicator_id, k.scheme_id) n
WHERE c.release_id = n.release_id AND c.indicator_id = n.indicator_id AND c.scheme_id IS NOT DISTINCT FROM n.scheme_id
"""


def numbers(name: str, base: models.Field) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=base, default=list, size=None, verbose_name=name)


class Migration(migrations.Migration):
    dependencies = [("lmi", "0002_coverage")]

    operations = [
        migrations.AddField("coverage", "levels", numbers("levels of the classification", models.SmallIntegerField())),
        migrations.AddField("coverage", "days", numbers("last days of periods", models.DateField())),
        migrations.AddField("coverage", "statistics", numbers("statistics", models.CharField(max_length=8))),
        migrations.AddField("coverage", "cut_numbers", numbers("numbers of its cuts", models.BigIntegerField())),
        migrations.AddField("coverage", "area_numbers", numbers("numbers of its areas", models.BigIntegerField())),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
