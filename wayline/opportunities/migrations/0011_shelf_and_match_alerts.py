import django.db.models.functions.datetime
from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION opportunities_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO opportunities_listingchange (opportunity, transaction)
    SELECT opportunity_id, pg_current_xact_id()::text::bigint FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER opportunities_listing_came AFTER INSERT ON opportunities_listing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION opportunities_note_change();
CREATE TRIGGER opportunities_listing_changed AFTER UPDATE ON opportunities_listing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION opportunities_note_change();
CREATE TRIGGER opportunities_listing_went AFTER DELETE ON opportunities_listing
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION opportunities_note_change();
"""
NO_TRIGGERS = """
DROP TRIGGER opportunities_listing_came ON opportunities_listing;
DROP TRIGGER opportunities_listing_changed ON opportunities_listing;
DROP TRIGGER opportunities_listing_went ON opportunities_listing;
DROP FUNCTION opportunities_note_change();
"""


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0010_vacancy_facts")]

    operations = [
        migrations.CreateModel(
            name="ListingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opportunity", models.BigIntegerField()),
                ("transaction", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
            ],
            options={"verbose_name": "change of a listing", "verbose_name_plural": "changes of listings"},
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.AddField(
            model_name="matchchoice",
            name="tells",
            field=models.BooleanField(default=False, verbose_name="tell me when something new fits well"),
        ),
        migrations.AddField(
            model_name="matchchoice", name="looked_at", field=models.DateTimeField(editable=False, null=True)
        ),
    ]
