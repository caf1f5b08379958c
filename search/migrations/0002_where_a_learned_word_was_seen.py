"""What was learned before does not tell from where: it is learned anew by `manage.py search_learn_glossary`."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0002_list_by_date"),
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel("LearnedPair"),
        migrations.CreateModel(
            name="LearnedPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(db_index=True, max_length=70)),
                ("target", models.CharField(max_length=70)),
                ("shown", models.CharField(max_length=70)),
                ("weight", models.FloatField()),
                ("code", models.CharField(max_length=10)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practices.entry"
                    ),
                ),
            ],
            options={"unique_together": {("source", "target")}},
        ),
    ]
