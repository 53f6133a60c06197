"""Usufruct."""
