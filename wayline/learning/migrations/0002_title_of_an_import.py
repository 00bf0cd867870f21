from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_programmes_runs_progress")]

    operations = [
        migrations.AddField(
            model_name="packageimport",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="title"),
        )
    ]
