"""Experiments to begin with: the settings that make them, a question and the reason."""

PRESETS = []
