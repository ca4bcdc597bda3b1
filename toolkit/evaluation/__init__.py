"""Measures of topic solutions, named as they are written in tables."""

from toolkit.evaluation.measures import language_mixing, npmi, topic_diversity

__all__ = ["language_mixing", "npmi", "topic_diversity"]
