"""Stands for coaster where it is not installed: its types."""
