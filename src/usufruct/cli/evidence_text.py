"""What is said of a pack that was made."""

from __future__ import annotations

from usufruct.cli.layout import text_of, wrapped
from usufruct.evidence import Pack


def packed_text(pack: Pack, out: str, size: int) -> str:
    """What the pack holds, what its tests say, and what to do with it."""
    section, figure = pack["record"], pack["figure"]
    holds = f"{len(pack['nodes'])} nodes" if figure else "no explanation"
    booked = "no record: it does not show that the figure was booked"
    if section:
        more = len(section["records"]) - 1
        booked = f"record {section['seq']} ({section['kind']}) of {section['ledger']} and {more} that it rests on"
    results: dict[str, int] = {}
    for row in pack["tests"]:
        results[row["result"]] = results.get(row["result"], 0) + 1
    said = ", ".join(f"{count} {result}" for result, count in sorted(results.items()))
    return text_of(
        [
            wrapped(f"{out}: {size} bytes, {pack['address']}, {holds}, {booked}."),
            wrapped(f"Tests: {said}."),
            [f"digest {pack['digest']}"],
            wrapped("Tell the digest, and the key of the log, by another way than the file."),
            ["Next:", "  usufruct evidence verifier --out verify.py", f"  python verify.py {out}"],
        ]
    )
