"""Verifies an evidence pack offline: one file, the standard library only, any Python from 3.9 on.

    python verify.py PACK [--key LOGKEY] [--policy FILE] [--digest HEX]

It checks hashes, inclusion proofs, signatures and approvals, and works out every node of the explanation again as
fractions; it shares no code with what made the pack. Exit: 0 all holds, 3 something does not, 2 unusable input.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import operator
import re
import sys
import textwrap
from fractions import Fraction
from pathlib import Path
from typing import Any

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
UNITS: dict[str, Any] = {"unit": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
UNITS |= {"million a year": 10**6, "billion a year": 10**9, "year": 1}
UNITS |= {"percent": Fraction(1, 100), "basis point": Fraction(1, 10000)}
SIGNED = {"filing", "verification", "notice", "proposal", "decision", "revoke", "lost", "rotate"}
SIGNED |= {"statement", "payment_status", "match"}
BY_WRITER = {"genesis", "seal", "checkpoint", "migration"}
PARTS = {"address", "as_of", "digest", "document", "facts", "figure", "filing", "law", "nodes", "others", "record"}
PARTS |= {"scenario", "schema_version", "tests"}
ASKED = ("proposal", "digest", "verdict")
LIMITS = [
    "That articles and published figures say what is cited: look them up where the leaves say.",
    "That the law has these formulas: run the rulebook whose hash the pack states.",
    "Labels and citations, if somebody made the pack anew: compare the digest with one you were told.",
    "That what was signed is true, who the people behind pseudonyms are, that instants are right.",
    "That nothing came after the head (a reversal, a lost key): verify the whole ledger for that.",
]


FORM = (KeyError, ValueError, TypeError, IndexError, AttributeError, RecursionError, ArithmeticError)


def point(data: bytes) -> tuple[int, int, int, int] | None:
    """Decode a point of the curve (RFC 8032, 5.1.3)."""
    sign, y = data[31] >> 7, int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign) or y >= P:
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def added(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Add two points, in extended coordinates."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, base: tuple[int, ...]) -> tuple[int, ...]:
    """Multiply a point."""
    if scalar == 0:
        return (0, 1, 1, 0)
    rest = times(scalar >> 1, added(base, base))
    return added(rest, base) if scalar & 1 else rest


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature by the strict, cofactorless rule; keys of small order are none."""
    key = point(public) if len(public) == 32 else None
    nonce = point(signature[:32]) if len(signature) == 64 else None
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or base is None or scalar >= ORDER or times(8, key)[0] % P == 0:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    one, two = times(scalar, base), added(nonce, times(challenge, key))
    return all((one[axis] * two[2] - two[axis] * one[2]) % P == 0 for axis in (0, 1))


def canonical(value: Any) -> bytes:
    """Return the one encoding of a value: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def read_canonical(data: bytes) -> Any:
    """Read a value from its one encoding."""
    value = json.loads(data.decode("ascii"), parse_float=int)
    if canonical(value) != data:
        raise ValueError("the bytes are not canonical: they were changed, or the file is something else")
    return value


def sha(data: bytes) -> str:
    """Return a SHA-256 as text."""
    return hashlib.sha256(data).hexdigest()


def is_included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Check an inclusion proof (RFC 9162, 2.1.3.2)."""
    position, last, running = index, size - 1, leaf
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            return False
        if position & 1 or position == last:
            running = hashlib.sha256(b"\x01" + sibling + running).digest()
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            running = hashlib.sha256(b"\x01" + running + sibling).digest()
        position, last = position >> 1, last >> 1
    return 0 <= index < size and last == 0 and running == root


HALF = Fraction(1, 2)
ROUNDINGS: dict[str, Any] = {"half even": round, "half up": lambda a: math.floor(a + HALF), "down": math.trunc}
ROUNDINGS["half away from zero"] = lambda a: math.floor(a + HALF) if a >= 0 else math.ceil(a - HALF)
ROUNDINGS["up"] = lambda a: math.ceil(a) if a >= 0 else math.floor(a)
BINARY: dict[str, Any] = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "lt": operator.lt}
BINARY |= {"le": operator.le, "min": min, "max": max, "and": min, "or": max, "div": lambda a, b: a / b if b else 0}
UNARY: dict[str, Any] = {"neg": operator.neg, "not": lambda a: 1 - a, "figure": lambda a: a}


def worked_out(op: str, how: str, parts: list[Fraction]) -> Fraction:
    """Return what an operation makes of its parts; a quotient by zero is zero."""
    if op == "sum":
        return sum(parts, Fraction(0))
    if op == "select":
        condition, yes, no = parts
        return yes if condition else no
    if len(parts) == 1:
        return Fraction(ROUNDINGS[how](parts[0]) if op == "round" else UNARY[op](parts[0]))
    one, two = parts
    return Fraction(BINARY[op](one, two))


class Examination:
    """One pass over a pack; faults gather, and nothing that the pack says of itself is believed."""

    def __init__(self, pack: dict[str, Any], keys: list[str], policy: str | None) -> None:
        self.pack, self.keys, self.policy = pack, keys, policy
        self.faults: list[tuple[str, str]] = []
        self.proven: list[str] = []
        self.unproven: list[str] = []
        self.values: list[Fraction] = []
        self.records: dict[int, dict[str, Any]] = {}
        self.statements: set[int] = set()

    def check(self, holds: Any, where: str, what: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append((where, what))

    def nodes(self) -> None:
        """Work out every node from its parts as worked out, never as stated."""
        used = {each["id"]: each for each in self.pack["facts"]["used"]} if self.pack["facts"] else {}
        for name, fact in used.items():
            printed = Fraction(fact["printed"]) * Fraction(UNITS[fact["unit"]]) * fact["minor"]
            self.check(printed == Fraction(fact["value"]), f"fact {name}", "its value is not what was printed")
        for number, node in enumerate(self.pack["nodes"]):
            self.values.append(self.value_of(f"node {number}", number, node, used))
        for each in [self.pack["figure"], *self.pack["others"]]:
            right = not each or self.at(each["node"]) == Fraction(each["value"])
            self.check(right, each and each["address"], "its node has another value")
        if figure := self.pack["figure"]:
            made = f"{len(self.values)} nodes, every operation among them worked out as fractions"
            self.proven.append(f"{figure['address']} is {shown(figure['value'], figure['unit'])}: {made}.")

    def value_of(self, where: str, number: int, node: dict[str, Any], used: dict[str, Any]) -> Fraction:
        """Return the value of a node as worked out; the stated one of a leaf, if it has what it cites."""
        parts, op, value = node.get("parts", []), node["op"], Fraction(node["value"])
        stated = value
        if any(type(part) is not int or not 0 <= part < number for part in parts):
            self.check(None, where, "a part does not precede it")
        elif parts:
            value = worked_out(op, node.get("how", ""), [self.values[part] for part in parts])
            self.check(value == stated, where, f"{node['label']}: {op} gives {value}, and it states {stated}")
        else:
            leaf = op in ("article", "input", "opening") or (op == "sum" and not stated)
            self.check(leaf, where, f"{op} has no parts")
            self.leaf(where, node, stated, used)
        self.check(node["kind"] != "flag" or value in (0, 1), where, "a truth value is 0 or 1")
        return value

    def at(self, position: Any) -> Fraction | None:
        """Return the value of a node as worked out."""
        return self.values[position] if type(position) is int and 0 <= position < len(self.values) else None

    def leaf(self, where: str, node: dict[str, Any], stated: Fraction, used: dict[str, Any]) -> None:
        """Check that a leaf which cites published figures or a record has their value."""
        cite = node.get("cite", "")
        cited = re.findall(r"(?:^| and )(less )?fact:(\S+): ", cite) if node["op"] == "input" else []
        if cited:
            total = sum((-1 if less else 1) * Fraction(used[name]["value"]) for less, name in cited if name in used)
            right = total == stated and all(name in used for _, name in cited)
            self.check(right, where, f"{node['label']} is not the published figure that it cites")
        if cite.startswith("record:"):
            body = self.records[int(cite[7:])]["body"]
            legs = body.get("legs") or [["", body["amount"]]]
            moved = sum(max(int(amount), 0) for _, amount in legs)
            self.check(moved == stated, where, f"{node['label']} is not what {cite} says")

    def log(self) -> None:
        """Check the head, that each record is under it, and who signed and approved what."""
        section = self.pack["record"]
        if section is None:
            self.unproven.append("No record: nothing here shows that the figure was booked or approved.")
            return
        policy = self.policy or section["policy"]
        size, root, origin, who = self.head(section["checkpoint"], policy)
        for each in section["records"]:
            data, seq = each["bytes"].encode("ascii"), each["seq"]
            record, path = read_canonical(data), [bytes.fromhex(step) for step in each["proof"]]
            leaf, where = hashlib.sha256(b"\x00" + data).digest(), f"record {seq}"
            self.check(is_included(leaf, seq, size, path, root), where, "its bytes are not under the signed head")
            self.check((record["seq"], record["ledger"]) == (seq, origin), where, "it belongs elsewhere")
            self.records[seq] = record
        self.check({0, section["seq"]} <= set(self.records), "records", "the record or the founding is missing")
        self.people()
        logs = [key_of(line[4:])[:2] for line in policy.splitlines() if line.startswith("log ")]
        body = self.records[0]["body"]
        founded = [(body["ledger"], base64.b64decode(body["log_key"]))]
        self.check(logs == founded, "policy", "its log is not the one that was founded in record 0")
        self.proven.append(f"Record {section['seq']} is in {origin}, under a head over {size} records signed by {who}.")
        own = "Whose log it is: the key was taken from the pack itself. Give --key or --policy."
        self.unproven += [own] * (not self.keys and not self.policy)

    def head(self, note: str, policy: str) -> tuple[int, bytes, str, str]:
        """Check a checkpoint under a policy; return size, root, origin and who signed."""
        body, _, tail = note.partition("\n\n")
        origin, size, root = body.split("\n")
        lines = [line.split(" ", 1) for line in policy.splitlines() if line.strip() and not line.startswith("#")]
        logs = [rest for word, rest in lines if word == "log"]
        self.check(not self.keys or logs == self.keys, "policy", "its log has another key than the one given")
        signed: dict[bytes, str] = {}
        for line in tail.split("\n")[:-1]:
            match = re.fullmatch("\u2014 ([^ +]+) ([A-Za-z0-9+/]+=*)", line)
            name, data = (match[1], base64.b64decode(match[2])) if match else ("", b"")
            self.check(match, "checkpoint", "a line of it is no signature")
            for word, key in ((word, key_of(rest)) for word, rest in lines if word in ("log", "witness")):
                identity = hashlib.sha256(name.encode() + b"\n" + bytes([key[2]]) + key[1]).digest()[:4]
                if key[0] != name or identity != data[:4]:
                    continue
                message, signature = (body + "\n").encode(), data[4:]
                if word == "witness":
                    message = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[4:12], "big") + message
                    signature = data[12:]
                holds = is_signed(key[1], message, signature)
                self.check(holds, "checkpoint", f"the signature of {name} does not hold")
                signed.update({key[1]: f"{word} {name}"} if holds else {})
        witnesses = sum(each.startswith("witness ") for each in signed.values())
        self.check(len(signed) > witnesses, "checkpoint", "the log did not sign it")
        quorum = max([int(rest) for word, rest in lines if word == "quorum"] or [0])
        self.check(witnesses >= quorum, "checkpoint", f"{witnesses} of {quorum} witnesses cosigned it")
        return int(size), base64.b64decode(root, validate=True), origin, ", ".join(signed.values()) or "nobody"

    def people(self) -> None:
        """Check the signature of every record that carries one, and the approvals of every one that needs them."""
        holders: dict[str, tuple[str, str]] = {}
        for seq, record in sorted(self.records.items()):
            body, kind = record["body"], record["kind"]
            found = body["keys"] if kind == "genesis" else []
            if kind in ("key", "rotate"):
                found = [[body.get("person") or holders[record["by"]][0], body["public"]]]
            for person, key in found:
                holders[sha(base64.b64decode(key))[:16]] = (person, key)
            record["person"], public = holders.get(record["by"], ("", ""))
            if kind in SIGNED:
                payload = canonical(
                    {part: record[part] for part in set(record) - {"at", "result", "seq", "sig", "person"}}
                )
                message = b"DSSEv1 35 application/vnd.usufruct.order+json %d %s" % (len(payload), payload)
                holds = public and is_signed(base64.b64decode(public), message, base64.b64decode(record["sig"]))
                self.check(holds, f"record {seq}", f"the signature of its {kind} does not hold")
                self.statements |= {seq} if holds else set()
            if kind not in SIGNED | BY_WRITER:
                self.approved(f"record {seq}", record)

    def approved(self, where: str, record: dict[str, Any]) -> None:
        """Check that other people approved exactly this, in time, and enough of them."""
        number, place = record["under"] or (-1, -1)
        proposal = self.records.get(number, {"kind": ""})
        if proposal["kind"] != "proposal" or not 0 <= place < len(proposal["body"]["items"]):
            self.check(None, where, "the proposal that it executes is not in the pack")
            return
        kind, digest, _ = proposal["body"]["items"][place]
        content = sha(canonical({"body": record["body"], "kind": record["kind"]}))
        self.check((kind, digest) == (record["kind"], content), where, "it is not what was proposed")
        self.check(record["at"] <= proposal["body"]["expires"], where, "the proposal had expired")
        verdict = [number, sha(canonical({"body": proposal["body"], "kind": "proposal"})), "approve"]
        signed = [self.records[seq] for seq in self.statements if number < seq < record["seq"]]
        people = {each["person"] for each in signed if [each["body"].get(part) for part in ASKED] == verdict}
        people -= {proposal["person"], ""}
        needed = 2 if kind == "legal_release" else 1
        for item, _, held in proposal["body"]["items"]:
            for ruled, asset, above, count in self.records[0]["body"]["quorums"]:
                over = any(int(amount) >= int(above) and asset in (name, "*") for name, amount in held)
                needed = max(needed, count if ruled in (item, "*") and (over or above == "0") else 0)
        self.check(len(people) >= needed, where, f"{len(people)} of {needed} approvals by others hold")
        if record["seq"] == self.pack["record"]["seq"]:
            who = ", ".join(sorted(people))
            self.proven.append(f"{proposal['person']} proposed it, and {who} approved it as it stands.")

    def tests(self) -> None:
        """Check that the result of each test is what nodes, records and signatures give."""
        bodies = [each["body"] for each in self.records.values() if each["kind"] == "account"]
        books = {body["path"]: body["book"] for body in bodies}
        for row in self.pack["tests"]:
            where, given, result = f"test {row['number']}", row["records"], row["result"]
            right = result in ("not shown", "does not apply")
            if row["rests_on"] == "signed statement":
                right = right or (result == "signed" and given and set(given) <= self.statements)
            elif row["node"] is not None:
                value = self.at(row["node"])
                right = value in (0, 1) and result == ("holds" if value else "fails")
            elif row["check"] == "no principal moves":
                legs = [books.get(leg[0]) for seq in given for leg in self.records[seq]["body"]["legs"]]
                right = result == ("holds" if set(legs) == {"proceeds"} else "fails")
            self.check(right, where, f"nothing in the pack bears out {result!r}")
        numbers = {row["number"] for row in self.pack["tests"]}
        self.check(numbers == set(range(1, 14)), "tests", "they are not the thirteen")


def key_of(line: str) -> tuple[str, bytes, int]:
    """Read the line of a key: its name, its public half, what it signs (1 for a log, 4 for a witness)."""
    name, _, rest = line.partition("+")
    data = base64.b64decode(rest.partition("+")[2], validate=True)
    return name, data[1:], data[0]


def shown(value: str, unit: str) -> str:
    """Write a value for people."""
    exact = Fraction(value)
    if unit != "money" or exact.denominator != 1:
        return f"{value} {unit}"
    return f"EUR {'-' if exact < 0 else ''}{abs(int(exact)) // 100}.{abs(int(exact)) % 100:02d}"


def examine(data: bytes, keys: list[str], policy: str | None = None, digest: str | None = None) -> Examination:
    """Examine the bytes of a pack. Raises ``ValueError`` for what is none at all."""
    pack = read_canonical(data[:-1] if data.endswith(b"\n") else data)
    if not isinstance(pack, dict) or set(pack) != PARTS or pack["schema_version"] != 1:
        raise ValueError("the file is no evidence pack of version 1")
    found = Examination(pack, keys, policy)
    own = sha(canonical({name: pack[name] for name in pack if name != "digest"}))
    found.check(own == pack["digest"], "digest", "the pack was changed after it was made")
    found.check(digest in (None, own), "digest", "it is not the digest that you were told")
    for step in (found.log, found.nodes, found.tests):
        try:
            step()
        except FORM as problem:
            found.check(None, step.__name__, f"its parts have another form: {type(problem).__name__} {problem}"[:200])
    found.unproven += LIMITS if pack["record"] else LIMITS[:3]
    return found


def report(found: Examination) -> str:
    """Write what was found."""
    rows = found.pack["tests"] if not found.faults else []
    but = ", and says of itself what fails" * any(row["result"] == "fails" for row in rows)
    lines = [f"DOES NOT HOLD: {len(found.faults)} faults" if found.faults else f"HOLDS{but}"]
    lines += [f"digest {found.pack['digest']}", *(f"! {where}: {what}" for where, what in found.faults[:50])]
    lines += ["", "Nothing is proven." if found.faults else "Proven:"] + [f"- {each}" for each in found.proven if rows]
    lines += ["", "Not proven:", *(f"- {each}" for each in found.unproven), ""]
    lines += [f"{row['number']:>2}  {row['result']:14}  {row['rests_on']}: {row['says']}" for row in rows]
    lines = [re.sub("[\x00-\x1f\x7f-\x9f]", "?", each) for each in lines]
    return "\n".join(textwrap.fill(each, 80, subsequent_indent=" " * (2 if each[:1] in "-!" else 20)) for each in lines)


def main(arguments: list[str] | None = None) -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description="Verify an evidence pack offline.")
    parser.add_argument("pack")
    parser.add_argument("--key", action="append", default=[], help="the log's key line, known otherwise")
    parser.add_argument("--policy", help="file of a policy known otherwise: log, witnesses, quorum")
    parser.add_argument("--digest", help="the digest of the pack that you were told")
    given = parser.parse_args(arguments)
    getattr(sys, "set_int_max_str_digits", lambda digits: None)(200_000)
    try:
        policy = Path(given.policy).read_text("utf-8") if given.policy else None
        found = examine(Path(given.pack).read_bytes(), given.key, policy, given.digest)
    except (ValueError, RecursionError, OSError) as problem:
        print(f"cannot be verified: {problem}", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    print(report(found))
    return 3 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
