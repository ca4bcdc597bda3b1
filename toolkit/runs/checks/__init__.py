"""Everything that can be known to be wrong before anything is fitted."""

from toolkit.runs.checks.experiment import Findings, check, examine, preflight

__all__ = ["Findings", "check", "examine", "preflight"]
