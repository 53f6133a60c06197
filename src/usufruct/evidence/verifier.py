"""Verifies an evidence pack offline: one file that shares no other code, the standard library, Python from 3.9 on."""

import argparse
import base64
import json
import re
import sys
import textwrap
import unicodedata
from fractions import Fraction
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P, ORDER, D = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493, -121665 * pow(121666, -1, 2**255 - 19)
E = {"unit": 0, "year": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "percent": -2, "basis point": -4}
SIGNED = {"filing": "filer", "verification": "verifier", "proposal": "proposer", "decision": "approver proposer"}
SIGNED |= dict.fromkeys(("lost", "rotate"), "registrar filer verifier proposer approver payer auditor")
SIGNED |= {"notice": "filer", "revoke": "registrar", "statement": "payer", "payment_status": "payer", "match": "payer"}
BY_WRITER = {"genesis", "seal", "checkpoint", "migration"}
LINES = ("revenue", "expenses", "reported_tax", "tax_is_reported")
PARTS = "address as_of digest document facts figure filing law nodes others record scenario schema_version tests"
LIMITS = """That articles and published figures say what is cited: look them up where the leaves say.
That the law has these formulas, and each test its node: run the rulebook whose hash the pack states.
Labels and citations, if somebody made the pack anew: compare the digest with one you were told.
That what was signed is true, who the people behind pseudonyms are, that instants are right.
That nothing came after the head (a reversal, a lost key): verify the whole ledger for that.
Whose log it is: the key was taken from the pack itself. Give --key or --policy.""".splitlines()
ROWS = """tY1M+8xhH1|b9T4T0bogV dRgLcSt4yK|o4D68t4ZTe oLTbBeec+w|hFRzsw8/XR|fLrFTzXlXu jOmn5E4azE|HBsEpQO7bL
o41oc9erDg|ctfWa/c4N+ NwOKlgJlul|1EME/CoX+/ 3CsIEBdjWi|0RoSUFKYCq AThP1N7Gq7 r+TvnKf7Wz|B2fSMbAJKt NpYGhHSrzs|b104lTpdQO
DZKJHp7NTP|wpL2+sJ3kt JGz0xEwu3D 0B7K+rP+Ok|lvJlUlQ7UC 5nM0Uto3cT|dt6MywqwbU|fm0/o66g2Q qIXFJEe8cw a27ih5H9ky|mej4kBrG4p
+1cyLJ5xak j1BcWzCW+6|BM6QrU51uB KUAvm/U8Eh XLJ5XuzRVO|CcWmWuVBan 8GFap06Vf3|+HdVH/JjvQ ih7nzvl0uf"""


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature (RFC 8032) by the strict, cofactorless rule; keys of small order are none."""

    def point(data: bytes) -> tuple[int, ...]:  # decoded (5.1.3); empty where it is not on the curve
        sign, y = data[31] >> 7, int.from_bytes(data, "little") & (2**255 - 1)
        x = pow(square := (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P, (P + 3) // 8, P)
        x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
        bad, x = (x * x - square) % P or (x == 0 and sign) or y >= P, P - x if x & 1 != sign else x
        return () if bad else (x, y, 1, x * y % P)

    def added(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:  # in extended coordinates
        a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
        c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
        e, f, g, h = b - a, d - c, d + c, b + a
        return e * f % P, g * h % P, f * g % P, e * h % P

    def times(scalar: int, base: tuple[int, ...]) -> tuple[int, ...]:
        rest = times(scalar >> 1, added(base, base)) if scalar else (0, 1, 1, 0)
        return added(rest, base) if scalar & 1 else rest

    key, nonce = (point(each) if len(each) == 32 else () for each in (public, signature[:32]))
    base, scalar = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")), int.from_bytes(signature[32:], "little")
    if not (key and nonce) or len(signature) != 64 or scalar >= ORDER or times(8, key)[0] % P == 0:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    one, two = times(scalar, base), added(nonce, times(challenge, key))
    return all((one[axis] * two[2] - two[axis] * one[2]) % P == 0 for axis in (0, 1))


def canonical(value: Any) -> bytes:
    """Return the one encoding of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False).encode()


def root_over(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root to which an inclusion proof leads (RFC 6962, 2.1.1); nothing where it fits no such tree."""
    if size <= 1 or not path:
        return leaf if (size, index, path) == (1, 0, []) else b""
    right, by = index >= (split := 1 << ((size - 1).bit_length() - 1)), path[-1]
    inner = root_over(leaf, index - split * right, size - split if right else split, path[:-1])
    return sha256(b"\x01" + (by + inner if right else inner + by)).digest() if len(inner) == len(by) == 32 else b""


ROUNDINGS: dict[str, Any] = {"half even": round, "half up": lambda a: (2 * a + 1) // 2, "down": int}
ROUNDINGS["half away from zero"] = lambda a: (2 * a + 1) // 2 if a >= 0 else -((1 - 2 * a) // 2)
ROUNDINGS["up"] = lambda a: -(-a // 1) if a >= 0 else a // 1
OPERATIONS = {each: getattr(Fraction, f"__{each}__") for each in ("add", "sub", "mul", "lt", "le", "neg")}
OPERATIONS |= {"min": min, "max": max, "and": min, "or": max, "not": lambda a: 1 - a, "figure": lambda a: a}
OPERATIONS |= {"div": lambda a, b: a / b if b else 0, "sum": lambda *a: sum(a), "select": lambda a, b, c: b if a else c}


class Examination:
    """One pass over a pack; faults gather, and nothing that the pack says of itself is believed."""

    def __init__(self, pack: dict[str, Any], keys: list[str], policy: str = "") -> None:
        self.pack, self.keys, self.policy, self.ended = pack, keys, policy, set[str]()
        self.faults, self.proven, self.unproven = list[tuple[str, str]](), list[str](), list[str]()
        self.values, self.records, self.statements = list[Fraction](), dict[int, Any](), set[int]()
        self.accounts, self.holders, self.roles = dict[str, Any](), dict[str, tuple[str, str]](), set[tuple[str, str]]()

    def check(self, holds: Any, where: str, what: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append((where, what))

    def nodes(self) -> None:
        """Work out every node from its parts as worked out, never as stated."""
        used = {each["id"]: each for each in self.pack["facts"]["used"]} if self.pack["facts"] else {}
        for name, fact in used.items():
            said = Fraction(fact["printed"]) * Fraction(10) ** E[fact["unit"].replace(" a year", "")] * fact["minor"]
            self.check(said == Fraction(fact["value"]), f"fact {name}", "its value is not what was printed")
        for number, node in enumerate(self.pack["nodes"]):
            self.values.append(self.value_of(f"node {number}", number, node, used))
        for each in filter(None, [self.pack["figure"], *self.pack["others"]]):
            value, node = self.values[each["node"]], self.pack["nodes"][each["node"]]
            right = [Fraction(each["value"]), each["label"], each["unit"]] == [value, node["label"], node["kind"]]
            self.check(right, each["address"], "its node has another value, label or unit")
        own = (self.pack["figure"] or {"address": f"record:{(self.pack['record'] or {}).get('seq')}"})["address"]
        self.check(self.pack["address"] == own, "address", f"the pack is of {own}")
        if figure := self.pack["figure"]:
            whole, cents = divmod(abs(Fraction(figure["value"])), 100)
            value, in_euro = figure["value"], (figure["unit"], cents.denominator) == ("money", 1)
            told = f"EUR {value[: value[0] == '-']}{whole}.{int(cents):02d}" if in_euro else f"{value} {figure['unit']}"
            self.proven.append(f"{own} is {told}: {len(self.values)} nodes, every operation worked out as fractions.")

    def value_of(self, where: str, number: int, node: dict[str, Any], used: dict[str, Any]) -> Fraction:
        """Return a node's value as worked out; of a leaf, as stated, if what it cites (facts, a record) has it."""
        parts, op, label, stated = node.get("parts", []), node["op"], node["label"], Fraction(node["value"])
        value, cite = stated, node.get("cite", "")
        cited = re.findall(r"(?:^| and )(less )?fact:(\S+): ", cite) if op == "input" and not parts else []
        if any(type(part) is not int or not 0 <= part < number for part in parts):
            self.check(None, where, "a part does not precede it")
        elif parts:
            values = [self.values[part] for part in parts]
            value = Fraction(ROUNDINGS[node["how"]](*values) if op == "round" else OPERATIONS[op](*values))
            self.check(value == stated, where, f"{label}: {op} gives {value}, and it states {stated}")
        else:
            self.check(op in ("article", "input", "opening") or (op == "sum" and not stated), where, f"{op}: no parts")
        if cited:
            total = sum((-1 if less else 1) * Fraction(used[name]["value"]) for less, name in cited)
            self.check(total == stated, where, f"{label} is not the published figure that it cites")
        if cite.startswith("record:") and not parts:
            record, leg = self.records[int(cite.split(":")[1])], cite.partition(":leg:")[2]
            moved = int(record["body"]["legs"][int(leg)][1] if leg else self.amounts(record)[0][1])
            self.check(stated in (moved, abs(moved)), where, f"{label} is not what {cite} says")
        self.check(node["kind"] != "flag" or value in (0, 1), where, "a truth value is 0 or 1")
        return value

    def log(self) -> None:
        """Check the head, that each record is under it, and who signed and approved what."""
        section, policy = self.pack["record"], self.policy or self.pack["record"]["policy"]
        size, root, origin, who = self.head(section["checkpoint"], policy)
        for each in section["records"]:
            data, seq = each["bytes"].encode(), each["seq"]
            record, path = json.loads(each["bytes"], parse_float=int), [bytes.fromhex(step) for step in each["proof"]]
            leaf, where = sha256(b"\x00" + data).digest(), f"record {seq}"
            self.check(root_over(leaf, seq, size, path) == root, where, "its bytes are not under the signed head")
            right = (canonical(record), record["seq"], record["ledger"]) == (data, seq, origin)
            self.check(right, where, "it belongs elsewhere, or its bytes are not canonical")
            self.records[seq] = record
        self.check({0, section["seq"]} <= set(self.records), "records", "the record or the founding is missing")
        own = self.records[section["seq"]]["kind"], origin
        self.check((section["kind"], section["ledger"]) == own, "record", "its kind or its ledger is another one")
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
        logs, signed = [rest for word, rest in lines if word == "log"], dict[bytes, str]()
        self.check(not self.keys or logs == self.keys, "policy", "its log has another key than the one given")
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
        for seq, record in sorted(self.records.items()):
            kind, body, where, own = record["kind"], record["body"], f"record {seq}", self.pack["record"]["seq"]
            self.check((kind == "genesis") == (seq == 0), where, "a log is founded once, by its first record")
            record["person"], public = who, _ = self.holders.get(record["by"], ("", ""))
            if kind in SIGNED:
                payload = canonical({it: record[it] for it in set(record) - {"at", "person", "result", "seq", "sig"}})
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
        both = [canonical({"body": each["body"], "kind": each["kind"]}) for each in (proposal, record)]
        (asked, content), ends = [sha256(each).hexdigest() for each in both], proposal["body"]["expires"]
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
        for ruled, asset, above, count in self.records[0]["body"]["quorums"]:  # what a proposal moves is added up
            held = [x for k, _, moved in proposal["body"]["items"] if ruled in (k, "*") for x in moved or [("", 0)]]
            sums = [sum(int(n) for a, n in held if a == name) for name in {a for a, _ in held} if asset in (name, "*")]
            needed = max(needed, count if held and (above == "0" or max(sums or [0]) >= int(above)) else 0)
        self.check(len(people) >= needed, where, f"{len(people)} of {needed} approvals by others hold")
        if record["seq"] == self.pack["record"]["seq"]:
            said = f"{proposal['person']} proposed it, and {', '.join(sorted(people))} approved it as it stands"
            self.proven.append(f"{said}, each with a key and a role that the records here give.")

    def amounts(self, record: dict[str, Any]) -> list[list[str]]:
        """What a record moves of each asset, as its proposal has to state it."""
        body, kind = record["body"], record["kind"]
        legs = body["legs"] if kind == "journal" else [(body.get("account"), body.get("amount"))]
        legs = legs if kind in ("journal", "allocation_run", "payment", "legal_release") else []
        moved = [(body.get("asset") or self.accounts[path]["asset"], int(each)) for path, each in legs]
        totals = {name: sum(each for of, each in moved if of == name and each > 0) for name, _ in moved}
        return [[name, str(total)] for name, total in sorted(totals.items()) if total]

    def filed(self) -> None:
        """Hold each node that states a line of a custodian's own report against the lines filed of that report."""
        report, figure, of = self.pack["filing"], self.pack["figure"], ("", "")
        lines, stated, loose = dict[tuple[str, ...], int](), set[tuple[str, ...]](), set[str]()
        bodies = [each["body"] for each in self.records.values() if each["kind"] == "filing"]
        for body in (each for each in bodies if each["document"] == report):
            of = body["period"], body["custodian"]
            lines[(*of, LINES[3], "")] = int("tax" in [name for name, _, _ in body["lines"]])
            lines |= {(*of, re.sub("^tax$", LINES[2], name), asset): int(each) for name, asset, each in body["lines"]}
        self.check(lines or not (report and bodies), "filing", "the report behind the figure is none that was filed")
        for node in self.pack["nodes"][: figure["node"] + 1] if figure and figure["address"][:8] != "project:" else []:
            name, period, whose = (*node["label"].removeprefix("audited_").split(" ", 2), "", "")[:3]
            whose, _, asset = whose.rpartition(" ") if name in LINES[:3] else (whose, "", "")
            plain = unicodedata.normalize("NFKD", whose).encode("ascii", "ignore").decode().lower()
            of = period, re.sub("[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
            if name in LINES and (*of, LINES[3], "") in lines:
                stated.add((*of, name, asset))
                was, told = lines.get((*of, name, asset), 0), f"{node['label']} is {node['value']}"
                self.check(Fraction(node["value"]) == was, "filing", f"{told}, and {was} was filed")
            elif node["op"] in ("opening", "input" * (not re.match("(less )?fact:\\S+: ", node["cite"]))):
                loose.add(node["label"] if name in LINES and (report or node["value"] != "0") else name)
        silent = [line for line in lines if line[:2] == of and line[2] in LINES[:3] and line not in stated]
        right = not silent or figure["value"] == "0" or figure["address"].endswith((*LINES, "in scope"))
        self.check(right, "filing", f"no node states what was filed: {silent}")
        self.check(report or not any(" " in each for each in loose), "filing", "what a report states, and no report")
        only = "Leaves in no filed line: what the report states of it is bound by the SHA-256 of the report only"
        self.unproven += [f"{only} ({', '.join(sorted(loose))})."] if loose and (report or bodies) else []

    def tests(self) -> None:
        """Check that the rows are the thirteen tests in full, with the results that nodes, records, signatures give."""
        rows, figure, record = self.pack["tests"], self.pack["figure"], self.pack["record"]
        own: dict[str, Any] = self.records[record["seq"]] if figure and record else {"kind": "", "body": {}}
        moved, legs = self.amounts(own), [int(each) for _, each in own["body"].get("legs", [])]
        booked = [asset for asset, _ in moved] == ["EUR"]
        wanted = [each for place, each in enumerate(ROWS.split()) if booked or place != 7]
        self.check(len(rows) == len(wanted), "tests", "they are not the thirteen in full")
        for place, texts in enumerate(wanted):
            self.row(rows[place], texts)
        same = booked and Fraction(figure["value"]) in {int(moved[0][1]), *legs, *map(abs, legs)}
        self.check(not booked or rows[7]["result"] == ("fails", "holds")[same], "tests", "it books another amount")
        names = [own["body"]["address"], figure["address"]] if own["body"].get("address") else []
        halves = [re.sub(r"(\d{4})-H(\d)", lambda a: f"{2 * int(a[1]) + int(a[2]) - 4048}", each) for each in names]
        if len({re.sub(r"^\D*(\d*).*", r"\1", each) for each in halves}) > 1:
            self.unproven.append(f"That the record is about the figure: it names {names[0]}.")

    def row(self, row: dict[str, Any], texts: str) -> None:
        """Check that a row is one that may stand there, by its hash (amounts as "#"), and its result."""
        where, result, text = f"test {row['number']}", row["result"], re.sub(r"-?\d+\.\d\d", "#", row["says"])
        said = [row["number"], row["name"], row["rests_on"], row["check"], result.replace("fails", "holds"), text]
        code = base64.b64encode(sha256(canonical(said)).digest()).decode()[:10]
        self.check(code in texts.split("|"), where, "it says what it may not say there")
        right, given = result in ("not shown", "does not apply"), row["records"]
        if result == "signed":
            given = [self.records[seq] for seq in given]
            filed = {each["seq"]: each["body"] for each in given if each["kind"] == "filing"}
            judged = [each["body"]["filing"] for each in given if each["body"].get("verdict") == "accepted"]
            asked = [each["principal" if row["number"] == 13 else "period"] for each in filed.values()]
            right = all(asked) and len(row["records"]) == len(filed) + len(judged) > 0
            right = right and sorted(judged) == (sorted(filed) if row["number"] > 2 else [])
            right = right and not ("audited" in text and "-H" in str(asked))
        elif row["node"] is not None:
            right = result == {1: "holds", 0: "fails"}.get(self.values[row["node"]])
        elif row["check"] == "no principal moves":
            books = {self.accounts[leg[0]]["book"] for seq in given for leg in self.records[seq]["body"]["legs"]}
            right = result == ("holds" if books == {"proceeds"} else "fails")
        elif row["check"] == "nothing reported is inside":
            inside = self.pack["filing"] or any(each["kind"] == "filing" for each in self.records.values())
            right = result == ("not shown" if inside else "holds")
        self.check(right, where, f"nothing in the pack bears out {result!r}")


def key_of(line: str) -> tuple[str, bytes, int]:
    """Read the line of a key: its name, its public half, what it signs (1 for a log, 4 for a witness)."""
    data = base64.b64decode(line.split("+", 2)[2], validate=True)
    return line.partition("+")[0], data[1:], data[0]


def examine(data: bytes, keys: list[str], policy: str = "", digest: str = "") -> Examination:
    """Examine the bytes of a pack. Raises ``ValueError`` for what is none at all."""
    pack = json.loads(data.decode(), parse_float=int)
    if not isinstance(pack, dict) or canonical(pack) != data.removesuffix(b"\n"):
        raise ValueError("the bytes are not canonical: they were changed, or the file is something else")
    if sorted(pack) != PARTS.split() or (pack["schema_version"], pack["document"]) != (1, "evidence-pack"):
        raise ValueError("the file is no evidence pack of version 1")
    found = Examination(pack, keys, policy)
    own = sha256(canonical({name: pack[name] for name in pack if name != "digest"})).hexdigest()
    found.check(own == pack["digest"], "digest", "the pack was changed after it was made")
    found.check(digest in ("", own), "digest", "it is not the digest that you were told")
    for step in (*[found.log] * (pack["record"] is not None), found.nodes, found.filed, found.tests):
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


def main(arguments: Any = None) -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description="Verify an evidence pack; exit 0 all holds, 3 not, 2 unusable input.")
    parser.add_argument("pack")
    parser.add_argument("--key", action="append", default=[], help="the log's key line, known otherwise")
    parser.add_argument("--policy", help="file of a policy known otherwise: log, witnesses, quorum")
    parser.add_argument("--digest", help="the digest of the pack that you were told", default="")
    given = parser.parse_args(arguments)
    getattr(sys, "set_int_max_str_digits", lambda digits: None)(200_000)
    try:
        policy = Path(given.policy).read_text("utf-8") if given.policy else ""
        found = examine(Path(given.pack).read_bytes(), given.key, policy, given.digest)
    except (ValueError, RecursionError, OSError) as problem:
        parser.exit(2, f"cannot be verified: {problem}\n")
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    print(report(found))
    return 3 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
