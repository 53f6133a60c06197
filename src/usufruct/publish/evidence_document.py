"""What the verification of an evidence pack found, as a document."""

from __future__ import annotations

from usufruct.evidence.verifier import Examination
from usufruct.publish.document import Document, envelope


def pack_verification_document(found: Examination, path: str) -> Document:
    """Whether a pack holds, what that proves, and what it does not; tests only where nothing is wrong."""
    clean = not found.faults
    tests = [
        {name: row[name] for name in ("number", "name", "rests_on", "result", "says")}
        for row in (found.pack["tests"] if clean else [])
    ]
    return envelope(
        "pack-verification",
        pack=path,
        digest=str(found.pack["digest"]),
        clean=clean,
        faults=[{"where": where, "what": what} for where, what in found.faults],
        proven=found.proven if clean else [],
        unproven=found.unproven,
        tests=tests,
    )
