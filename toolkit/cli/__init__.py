"""The command line: one file a group of commands, each a thin door."""

from toolkit.cli.commands import app, main

__all__ = ["app", "main"]
