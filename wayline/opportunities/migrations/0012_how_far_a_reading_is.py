from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0011_shelf_and_match_alerts")]

    operations = [
        migrations.AddField(
            model_name="importrun", name="percent", field=models.PositiveSmallIntegerField(default=100)
        ),
    ]
