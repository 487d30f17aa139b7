"""Stands for advanced_alchemy where it is not installed: its types."""
