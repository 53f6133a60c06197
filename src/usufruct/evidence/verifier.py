"""Verifies an evidence pack offline: one file, the standard library only, any Python from 3.9 on.

Run: python verify.py PACK [--key LOGKEY] [--policy FILE] [--digest HEX]; exit 0 all holds, 3 not, 2 unusable input.
It checks hashes, proofs, keys, signatures, roles, approvals, amounts, every node as fractions; it shares no other code.
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import operator
import re
import sys
import textwrap
from fractions import Fraction
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
UNITS: dict[str, Any] = {"unit": 1, "year": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
UNITS |= {"trillion": 10**12, "million a year": 10**6, "billion a year": 10**9, "percent": Fraction(1, 100)}
UNITS["basis point"] = Fraction(1, 10000)
ANY = "registrar filer verifier proposer approver payer auditor"
SIGNED = {"filing": "filer", "verification": "verifier", "proposal": "proposer", "decision": "approver proposer"}
SIGNED |= {"notice": "filer", "revoke": "registrar", "lost": ANY, "rotate": ANY}
SIGNED |= dict.fromkeys(("statement", "payment_status", "match"), "payer")
ORDERED = ("body", "by", "idem", "kind", "ledger", "under", "v")
BY_WRITER = {"genesis", "seal", "checkpoint", "migration"}
PARTS = {"address", "as_of", "digest", "document", "facts", "figure", "filing", "law", "nodes", "others", "record"}
PARTS |= {"scenario", "schema_version", "tests"}
LIMITS = [
    "That articles and published figures say what is cited: look them up where the leaves say.",
    "That the law has these formulas: run the rulebook whose hash the pack states.",
    "Labels and citations, if somebody made the pack anew: compare the digest with one you were told.",
    "That what was signed is true, who the people behind pseudonyms are, that instants are right.",
    "That nothing came after the head (a reversal, a lost key): verify the whole ledger for that.",
    "Whose log it is: the key was taken from the pack itself. Give --key or --policy.",
]


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
    rest = times(scalar >> 1, added(base, base)) if scalar else (0, 1, 1, 0)
    return added(rest, base) if scalar & 1 else rest


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature by the strict, cofactorless rule; keys of small order are none."""
    key = point(public) if len(public) == 32 else None
    nonce = point(signature[:32]) if len(signature) == 64 else None
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or base is None or scalar >= ORDER or times(8, key)[0] % P == 0:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    one, two = times(scalar, base), added(nonce, times(challenge, key))
    return all((one[axis] * two[2] - two[axis] * one[2]) % P == 0 for axis in (0, 1))


def canonical(value: Any) -> bytes:
    """Return the one encoding of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False).encode()


def read_canonical(data: bytes) -> Any:
    """Read a value from its one encoding."""
    value = json.loads(data.decode(), parse_float=int)
    if canonical(value) != data:
        raise ValueError("the bytes are not canonical: they were changed, or the file is something else")
    return value


def sha(value: Any) -> str:
    """Return the SHA-256 of the encoding of a value."""
    return sha256(canonical(value)).hexdigest()


def root_over(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root to which an inclusion proof leads (RFC 6962, 2.1.1); nothing where it fits no such tree."""
    if size <= 1 or not path:
        return leaf if (size, index, path) == (1, 0, []) else b""
    split = 1 << ((size - 1).bit_length() - 1)
    beside, right = path[-1], index >= split
    inner = root_over(leaf, index - split * right, size - split if right else split, path[:-1])
    pair = b"\x01" + (beside + inner if right else inner + beside)
    return sha256(pair).digest() if len(inner) == len(beside) == 32 else b""


HALF = Fraction(1, 2)
ROUNDINGS: dict[str, Any] = {"half even": round, "half up": lambda a: math.floor(a + HALF), "down": math.trunc}
ROUNDINGS["half away from zero"] = lambda a: math.floor(a + HALF) if a >= 0 else math.ceil(a - HALF)
ROUNDINGS["up"] = lambda a: math.ceil(a) if a >= 0 else math.floor(a)
OPERATIONS: dict[str, Any] = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "lt": operator.lt}
OPERATIONS |= {"le": operator.le, "min": min, "max": max, "and": min, "or": max, "neg": operator.neg}
OPERATIONS |= {"div": lambda a, b: a / b if b else 0, "not": lambda a: 1 - a, "figure": lambda a: a}
OPERATIONS |= {"sum": lambda *a: sum(a), "select": lambda condition, yes, no: yes if condition else no}


class Examination:
    """One pass over a pack; faults gather, and nothing that the pack says of itself is believed."""

    def __init__(self, pack: dict[str, Any], keys: list[str], policy: str | None) -> None:
        self.pack, self.keys, self.policy = pack, keys, policy
        self.faults: list[tuple[str, str]] = []
        self.proven, self.unproven = list[str](), list[str]()
        self.values: list[Fraction] = []
        self.records: dict[int, dict[str, Any]] = {}
        self.statements: set[int] = set()
        self.accounts: dict[str, dict[str, Any]] = {}
        self.holders: dict[str, tuple[str, str]] = {}
        self.roles, self.ended = set[tuple[str, str]](), set[str]()

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
            right = not each or dict(enumerate(self.values)).get(each["node"]) == Fraction(each["value"])
            self.check(right, each and each["address"], "its node has another value")
        if figure := self.pack["figure"]:
            whole, cents = divmod(abs(Fraction(figure["value"])), 100)
            value, in_euro = figure["value"], (figure["unit"], cents.denominator) == ("money", 1)
            told = f"EUR {value[: value[0] == '-']}{whole}.{int(cents):02d}" if in_euro else f"{value} {figure['unit']}"
            made = f"{len(self.values)} nodes, every operation among them worked out as fractions"
            self.proven.append(f"{figure['address']} is {told}: {made}.")

    def value_of(self, where: str, number: int, node: dict[str, Any], used: dict[str, Any]) -> Fraction:
        """Return a node's value as worked out; of a leaf, as stated, if what it cites (facts, a record) has it."""
        parts, op, label, stated = node.get("parts", []), node["op"], node["label"], Fraction(node["value"])
        value, cite = stated, node.get("cite", "")
        cited = re.findall(r"(?:^| and )(less )?fact:(\S+): ", cite) if op == "input" and not parts else []
        if any(type(part) is not int or not 0 <= part < number for part in parts):
            self.check(None, where, "a part does not precede it")
        elif parts:
            does = ROUNDINGS[node["how"]] if op == "round" else OPERATIONS[op]
            value = Fraction(does(*(self.values[part] for part in parts)))
            self.check(value == stated, where, f"{label}: {op} gives {value}, and it states {stated}")
        else:
            bare = op in ("article", "input", "opening") or (op == "sum" and not stated)
            self.check(bare, where, f"{op} has no parts")
        if cited:
            total = sum((-1 if less else 1) * Fraction(used[name]["value"]) for less, name in cited if name in used)
            right = total == stated and all(name in used for _, name in cited)
            self.check(right, where, f"{label} is not the published figure that it cites")
        if cite.startswith("record:") and not parts:
            moved = sum(int(amount) for _, amount in self.amounts(self.records[int(cite[7:])]))
            self.check(moved == stated, where, f"{label} is not what {cite} says")
        self.check(node["kind"] != "flag" or value in (0, 1), where, "a truth value is 0 or 1")
        return value

    def log(self) -> None:
        """Check the head, that each record is under it, and who signed and approved what."""
        section = self.pack["record"]
        policy = self.policy or section["policy"]
        size, root, origin, who = self.head(section["checkpoint"], policy)
        for each in section["records"]:
            data, seq = each["bytes"].encode(), each["seq"]
            record, path = read_canonical(data), [bytes.fromhex(step) for step in each["proof"]]
            leaf, where = sha256(b"\x00" + data).digest(), f"record {seq}"
            self.check(root_over(leaf, seq, size, path) == root, where, "its bytes are not under the signed head")
            self.check((record["seq"], record["ledger"]) == (seq, origin), where, "it belongs elsewhere")
            self.records[seq] = record
        self.check({0, section["seq"]} <= set(self.records), "records", "the record or the founding is missing")
        self.people()
        logs = [key_of(line[4:])[:2] for line in policy.splitlines() if line.startswith("log ")]
        founded = [(self.records[0]["body"]["ledger"], base64.b64decode(self.records[0]["body"]["log_key"]))]
        self.check(logs == founded, "policy", "its log is not the one that was founded in record 0")
        self.proven.append(f"Record {section['seq']} is in {origin}, under a head over {size} records signed by {who}.")
        none = "no role was revoked, no key lost, no proposal rejected, nothing reversed"
        if absent := size - len(self.records):
            self.unproven.append(f"That {none}, in the {absent} records below the head that are not here (--complete).")
        else:
            self.proven.append(f"All {size} records below that head are here: {none} but where they say so.")
        named, law = self.records[section["seq"]]["body"].get("rule_set"), (self.pack["law"] or {}).get("hash")
        found = [each["body"] for each in self.records.values() if each["kind"] == "rule_set"]
        taken = [each["program_hash"] for each in found if each["version"] == named]
        self.check(len(taken) == bool(named), "rules", "the rules that the record names are not in the pack")
        said = f"he law behind the figure, rulebook {law or ''}, is the one under which the record was booked"
        if law and taken == [law]:
            self.proven.append(f"T{said}, {named}.")
        elif law:
            self.unproven.append(f"That t{said}: it names {' '.join([named or 'none', *taken])}.")

    def head(self, note: str, policy: str) -> tuple[int, bytes, str, str]:
        """Check a checkpoint under a policy; return size, root, origin and who signed."""
        body, _, tail = note.partition("\n\n")
        origin, size, root = body.split("\n")
        lines = [line.split(" ", 1) for line in policy.splitlines() if line.strip() and not line.startswith("#")]
        logs = [rest for word, rest in lines if word == "log"]
        self.check(not self.keys or logs == self.keys, "policy", "its log has another key than the one given")
        signed: dict[bytes, str] = {}
        for line in tail.split("\n")[:-1]:
            dash, name, data = *line.split(" ")[:2], base64.b64decode(line.split(" ")[2], validate=True)
            self.check(dash == "\u2014", "checkpoint", "a line of it is no signature")
            for word, key in ((word, key_of(rest)) for word, rest in lines if word in ("log", "witness")):
                identity = sha256(name.encode() + b"\n" + bytes([key[2]]) + key[1]).digest()[:4]
                if (key[0], identity) == (name, data[:4]):
                    time = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[4:12], "big") if key[2] == 4 else b""
                    holds = is_signed(key[1], time + (body + "\n").encode(), data[12 if time else 4 :])
                    self.check(holds, "checkpoint", f"the signature of {name} does not hold")
                    signed.update({key[1]: f"{word} {name}"} if holds else {})
        witnesses = sum(each.startswith("witness ") for each in signed.values())
        self.check(len(signed) > witnesses, "checkpoint", "the log did not sign it")
        quorum = max([int(rest) for word, rest in lines if word == "quorum"] or [0])
        self.check(witnesses >= quorum, "checkpoint", f"{witnesses} of {quorum} witnesses cosigned it")
        return int(size), base64.b64decode(root, validate=True), origin, ", ".join(signed.values()) or "nobody"

    def people(self) -> None:
        """Replay who has which key and role; check signature, key, role and approvals of every record."""
        own = self.pack["record"]["seq"]
        for seq, record in sorted(self.records.items()):
            kind, body, where = record["kind"], record["body"], f"record {seq}"
            self.check((kind == "genesis") == (seq == 0), where, "a log is founded once, by its first record")
            record["person"], public = who, _ = self.holders.get(record["by"], ("", ""))
            if kind in SIGNED:
                payload = canonical({part: record[part] for part in ORDERED})
                message = b"DSSEv1 35 application/vnd.usufruct.order+json %d %s" % (len(payload), payload)
                holds = public and is_signed(base64.b64decode(public), message, base64.b64decode(record["sig"]))
                self.check(holds, where, f"the signature of its {kind} does not hold")
                self.statements |= {seq} if holds else set()
            if kind not in BY_WRITER:
                roles = SIGNED.get(kind, "proposer payer registrar").split()
                self.check(record["by"] not in self.ended, where, f"the key of {who} was not in force any more")
                self.check(any((who, role) in self.roles for role in roles), where, f"{who} is no {' or '.join(roles)}")
            if kind not in BY_WRITER | set(SIGNED):
                self.approved(where, record)
            # From here on: what the record says of accounts, keys and roles.
            self.accounts.update({body["path"]: body} if kind == "account" else {})
            new = body["keys"] if kind == "genesis" else [[body["person"], body["public"]]] if kind == "key" else []
            new = [[who, body["public"]]] if kind == "rotate" else new
            self.holders.update({sha256(base64.b64decode(key)).hexdigest()[:16]: (whose, key) for whose, key in new})
            self.ended |= {body["key"]} if kind in ("rotate", "lost") else set()
            given = body["grants"] if kind == "genesis" else [[body["person"], body["role"]]] if kind == "grant" else []
            self.roles |= {(whose, role) for whose, role in given}
            self.roles -= {(body["person"], body["role"])} if kind == "revoke" else set()
            if kind in ("revoke", "lost", "reversal") and seq > own == body.get("journal", own):
                whose = body.get("person") or body.get("journal") or f"the key of {self.holders[body['key']][0]}"
                self.proven.append(f"Later, in record {seq}: {kind} of {whose} ({body['reason']}).")

    def approved(self, where: str, record: dict[str, Any]) -> None:
        """Check that other people approved exactly this, in time, and enough of them, with keys and roles in force."""
        number, place = record["under"] or (-1, -1)
        proposal = self.records.get(number, {"kind": ""})
        if proposal["kind"] != "proposal" or not 0 <= place < len(proposal["body"]["items"]):
            self.check(None, where, "the proposal that it executes is not in the pack")
            return
        kind, digest, stated = proposal["body"]["items"][place]
        asked, ends = sha({"body": proposal["body"], "kind": "proposal"}), proposal["body"]["expires"]
        content = sha({"body": record["body"], "kind": record["kind"]})
        self.check((kind, digest) == (record["kind"], content), where, "it is not what was proposed")
        self.check(stated == self.amounts(record), where, "the proposal stated another amount than it moves")
        self.check(record["at"] <= ends, where, "the proposal had expired")
        on_it = [self.records[seq] for seq in self.statements if number < seq < record["seq"]]
        on_it = [each for each in on_it if each["kind"] == "decision" and each["body"]["proposal"] == number]
        self.check(all(each["body"]["verdict"] == "approve" for each in on_it), where, "it was rejected or withdrawn")
        on_it = [each for each in on_it if (each["body"]["digest"], each["at"] <= ends) == (asked, True)]
        people = {each["person"] for each in on_it if each["by"] not in self.ended}
        people = {each for each in people - {proposal["person"]} if (each, "approver") in self.roles}
        needed = 2 if kind == "legal_release" else 1
        for item, _, held in proposal["body"]["items"]:
            for ruled, asset, above, count in self.records[0]["body"]["quorums"]:
                over = any(int(amount) >= int(above) and asset in (name, "*") for name, amount in held)
                needed = max(needed, count if ruled in (item, "*") and (over or above == "0") else 0)
        self.check(len(people) >= needed, where, f"{len(people)} of {needed} approvals by others hold")
        if record["seq"] == self.pack["record"]["seq"]:
            said = f"{proposal['person']} proposed it, and {', '.join(sorted(people))} approved it as it stands"
            self.proven.append(f"{said}, each with a key and a role that the records here give.")

    def amounts(self, record: dict[str, Any]) -> list[list[str]]:
        """What a record moves of each asset, as its proposal has to state it."""
        body, kind = record["body"], record["kind"]
        moved = [(self.accounts[path]["asset"], int(each)) for path, each in body["legs"]] if kind == "journal" else []
        if kind in ("allocation_run", "payment", "legal_release"):
            moved = [(body.get("asset") or self.accounts[body["account"]]["asset"], int(body["amount"]))]
        totals = {name: sum(each for of, each in moved if of == name and each > 0) for name, _ in moved}
        return [[name, str(total)] for name, total in sorted(totals.items()) if total]

    def tests(self) -> None:
        """Check that the result of each test is what nodes, records and signatures give."""
        filed = self.pack["filing"] or any(each["kind"] == "filing" for each in self.records.values())
        for row in self.pack["tests"]:
            where, given, result = f"test {row['number']}", row["records"], row["result"]
            right = result in ("not shown", "does not apply")
            if row["rests_on"] == "signed statement":
                held = [self.records[seq]["body"].get("verdict") for seq in given if seq in self.statements]
                right = right or (result == "signed" and len(held) == len(given) > 0 and "rejected" not in held)
            elif row["node"] is not None:
                value = dict(enumerate(self.values)).get(row["node"])
                right = value in (0, 1) and result == ("holds" if value else "fails")
            elif row["check"] == "no principal moves":
                books = {self.accounts[leg[0]]["book"] for seq in given for leg in self.records[seq]["body"]["legs"]}
                right = result == ("holds" if books == {"proceeds"} else "fails")
            elif row["check"] == "nothing reported is inside":
                right = result == ("not shown" if filed else "holds")
            self.check(right, where, f"nothing in the pack bears out {result!r}")
        said = {(row["number"], row["result"]) for row in self.pack["tests"]}
        self.check({number for number, _ in said} == set(range(1, 14)), "tests", "they are not the thirteen")
        figure, section = self.pack["figure"], self.pack["record"]
        if figure and section and {each["asset"] for each in self.accounts.values()} == {"EUR"}:
            moved = self.amounts(self.records[section["seq"]]) or [["EUR", figure["value"]]]
            right = (7, "fails") in said or moved == [["EUR", figure["value"]]]
            self.check(right, "tests", "the record books another amount than the figure, and no test says so")


def key_of(line: str) -> tuple[str, bytes, int]:
    """Read the line of a key: its name, its public half, what it signs (1 for a log, 4 for a witness)."""
    name, _, rest = line.partition("+")
    data = base64.b64decode(rest.partition("+")[2], validate=True)
    return name, data[1:], data[0]


def examine(data: bytes, keys: list[str], policy: str | None = None, digest: str | None = None) -> Examination:
    """Examine the bytes of a pack. Raises ``ValueError`` for what is none at all."""
    pack = read_canonical(data[:-1] if data.endswith(b"\n") else data)
    if not isinstance(pack, dict) or set(pack) != PARTS or pack["schema_version"] != 1:
        raise ValueError("the file is no evidence pack of version 1")
    found = Examination(pack, keys, policy)
    own = sha({name: pack[name] for name in pack if name != "digest"})
    found.check(own == pack["digest"], "digest", "the pack was changed after it was made")
    found.check(digest in (None, own), "digest", "it is not the digest that you were told")
    for step in (*[found.log] * (pack["record"] is not None), found.nodes, found.tests):
        try:
            step()
        except (LookupError, ValueError, TypeError, AttributeError, RecursionError, ArithmeticError) as problem:
            found.check(None, step.__name__, f"its parts have another form: {type(problem).__name__} {problem}"[:200])
    nothing = "No record: nothing here shows that the figure was booked or approved."
    found.unproven += LIMITS[: 5 if keys or policy else 6] if pack["record"] else [nothing, *LIMITS[:3]]
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
