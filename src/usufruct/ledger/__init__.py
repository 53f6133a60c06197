"""The log that proves itself: records, one decision, a Merkle tree, stores, checkpoints.

One append-only log of typed records is the truth; tables are derived from it. An order becomes a record by
one pure decision. Two books, ``principal`` and ``proceeds``, never meet in a journal. What attackers can do,
and how it shows, is in the ``README.md`` beside this file.
"""

from usufruct.ledger.deciding import decide
from usufruct.ledger.heads import HeadSigner, LastHead, Witness
from usufruct.ledger.keeping import Ledger, Outcome, Posted, posted
from usufruct.ledger.notes import Checkpoint, VerifierKey, WitnessPolicy
from usufruct.ledger.record import Order, Record, Under, content_digest, payload, read_record, record_bytes
from usufruct.ledger.rejection import Already, Rejection
from usufruct.ledger.signing import SigningKey
from usufruct.ledger.state import State
from usufruct.ledger.stores import MemoryStore, SqliteStore

__all__ = [
    "Already",
    "Checkpoint",
    "HeadSigner",
    "LastHead",
    "Ledger",
    "MemoryStore",
    "Order",
    "Outcome",
    "Posted",
    "Record",
    "Rejection",
    "SigningKey",
    "SqliteStore",
    "State",
    "Under",
    "VerifierKey",
    "Witness",
    "WitnessPolicy",
    "content_digest",
    "decide",
    "payload",
    "posted",
    "read_record",
    "record_bytes",
]
