"""Everything that can be known to be wrong before anything is fitted."""

from toolkit.runs.checks.experiment import check, preflight

__all__ = ["check", "preflight"]
