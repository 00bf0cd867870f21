"""A task backend for tests: runs errands at once and raises what they raise (django-tasks' own one only records it)."""

from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResultStatus


class RaisingBackend(ImmediateBackend):
    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        result = super().enqueue(task, args, kwargs)
        if result.status == TaskResultStatus.FAILED:
            raise AssertionError(f"The errand {task.name} failed: {result.errors[0].traceback}")
        return result
