"""A new database has the tables that the whole history of them would have made."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests import template
from tests.e2e.service import fresh_database

NAMES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
"""
HISTORY = """
import django
from django.core.management import call_command
django.setup()
for command in ("migrate", "createcachetable"):
    call_command(command, verbosity=0)
"""
COUNT = SQL("SELECT count(*) FROM {}")
SHAPES = {
    "tables": """
        SELECT relname, relkind, relpersistence, reloptions FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('i', 't')
    """,
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
            pg_get_expr(d.adbin, d.adrelid), a.attcollation, a.attcompression, a.attstorage
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "extensions": "SELECT extname FROM pg_extension",
    "migrations": "SELECT app, name FROM django_migrations",
    "kinds of content": "SELECT app_label, model FROM django_content_type",
    "permissions": """
        SELECT codename, name, app_label, model FROM auth_permission p
        JOIN django_content_type t ON t.id = p.content_type_id
    """,
}


def shapes(database: str) -> dict[str, list[str]]:
    with psycopg.connect(database) as connection:
        return {
            name: sorted(str(row) for row in connection.execute(query.encode()).fetchall())
            for name, query in SHAPES.items()
        }


def rows(database: str) -> dict[str, int]:
    with psycopg.connect(database) as connection:
        tables = [name for (name,) in connection.execute(NAMES.encode()).fetchall()]
        numbers = {name: connection.execute(COUNT.format(Identifier(name))).fetchone() for name in tables}
        return {name: number[0] for name, number in numbers.items() if number and number[0]}


@pytest.mark.in_turns(2, key="fresh")
@pytest.mark.xdist_group("fresh")
def test_a_new_database_is_what_its_history_would_have_made() -> None:
    """Columns stand in another order, since later ones were added at the end; nothing else differs."""
    with fresh_database("wayline_made") as made, fresh_database("wayline_history", copied="template1") as history:
        if not template.wait():
            template.fill(made)
        surroundings = {**os.environ, "DATABASE_URL": history, "DJANGO_SETTINGS_MODULE": "wayline.config.settings"}
        subprocess.run([sys.executable, "-c", HISTORY], env=surroundings, check=True)
        theirs, ours = shapes(history), shapes(made)
        for name, expected in theirs.items():
            assert ours[name] == expected, name
            assert len(expected) > 0, name
        assert rows(made) == rows(history)
