"""Stands for pgvector where it is not installed."""
