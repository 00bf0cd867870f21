from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lmi", "0003_coverage_choices")]

    operations = [
        migrations.RemoveIndex(model_name="observation", name="lmi_observation_ranking"),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                fields=["indicator", "cut", "statistic", "period_end", "area"], name="lmi_observation_ranking"
            ),
        ),
    ]
