"""Measurements of the command against a bare interpreter; ``python -m bench`` runs them."""
