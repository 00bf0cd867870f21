from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0013_about_you_for_fairness")]

    operations = [
        migrations.AddField(
            model_name="importrun", name="percent", field=models.PositiveSmallIntegerField(default=100)
        ),
    ]
