"""Pages by noun: comments and what is done with one, threads, spaces, pages written together, moderation."""
