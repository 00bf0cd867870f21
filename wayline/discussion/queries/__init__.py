"""Composed reads: the stream of a thread, and the lists of spaces, members and marks."""

from wayline.discussion.queries.rows import Row, Tie, former_participant, row_of, shown_author
from wayline.discussion.queries.spaces import bookmarks_of, spaces_for, step_threads_of, topics_of
from wayline.discussion.queries.stream import Stream, place_of, stream, stream_context

__all__ = [
    "Row",
    "Stream",
    "Tie",
    "bookmarks_of",
    "former_participant",
    "place_of",
    "row_of",
    "shown_author",
    "spaces_for",
    "step_threads_of",
    "stream",
    "stream_context",
    "topics_of",
]
