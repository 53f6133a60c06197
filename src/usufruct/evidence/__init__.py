"""Evidence packs: one file that proves a figure to someone who trusts neither this program nor who runs it."""

from usufruct.evidence.pack import Booked, Explained, Pack, make_pack, pack_bytes, verifier_text

__all__ = ["Booked", "Explained", "Pack", "make_pack", "pack_bytes", "verifier_text"]
