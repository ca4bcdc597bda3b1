"""One file a format: bytes in, a `Page` (or rows of a table) out, or `Unreadable` with its remedy."""
