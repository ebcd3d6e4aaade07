"""What a command line ends with when it can't do what it was asked for."""

from __future__ import annotations


class UsageError(Exception):
    """The command line makes no sense; exit status 2."""


class CommandError(Exception):
    """What was asked for can't be done here; exit status 1."""
