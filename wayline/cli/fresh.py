"""An empty database gets its tables as they are at the end of their history, not step by step.

Django works out every model anew after each step: a minute of work for tables that PostgreSQL makes in two seconds.
What is written in SQL in the history (triggers, tables without a log) is said again. A test compares the outcome with
the one of `manage migrate`, table by table (docs/decisions/0031).
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunSQL


def is_empty() -> bool:
    """Nothing at all is there: no table of ours and none of anybody else's."""
    return not connection.introspection.table_names()


def create() -> None:
    """Make every table and note every migration as applied; all of it or nothing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with transaction.atomic():
        with connection.schema_editor() as editor:
            for model in executor.loader.project_state().apps.get_models():
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        with connection.schema_editor() as editor:
            for migration, _ in plan:
                _say_its_sql(migration, editor)
        executor.recorder.ensure_schema()
        for migration, _ in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)


def _say_its_sql(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    for operation in migration.operations:
        if isinstance(operation, RunSQL):
            # it needs no state of the models, neither before nor after
            operation.database_forwards(migration.app_label, editor, None, None)  # type: ignore[arg-type]
