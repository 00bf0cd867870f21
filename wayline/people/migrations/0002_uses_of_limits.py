from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_accounts_organisations_roles")]

    operations = [
        migrations.CreateModel(
            name="LimitUse",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("until", models.DateTimeField(db_index=True)),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "use of something with a limit",
                "verbose_name_plural": "uses of something with a limit",
            },
        ),
        # Counting a post must not cost a second wait for the disk.
        migrations.RunSQL("ALTER TABLE people_limituse SET UNLOGGED", "ALTER TABLE people_limituse SET LOGGED"),
    ]
