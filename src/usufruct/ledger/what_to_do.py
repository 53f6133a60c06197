"""What to do about an order that a rule refused, where one sentence fits every place at which a code is given.

Other places say it themselves. The words are for whoever gave the order, on the command line or in a file.
"""

from __future__ import annotations

from typing import Final

SHA256: Final = "give its SHA-256 as 64 hexadecimal digits, in small letters"
ONE_DAY: Final = "write it as 2025-07-28"
TWO_DAYS: Final = "write them as 2025-01-01 and 2025-06-30, the earlier one first"
VERIFY: Final = "verify the ledger before anything else: usufruct ledger verify"
REPORT: Final = "use the version that wrote the ledger, and please report it"
ACT: Final = "write the CELEX number, such as 32024R1673, or the ELI of the act"

WHAT_TO_DO: Final[dict[str, str]] = {
    "L206": "let somebody sign who has the role, or have it granted: usufruct propose role PERSON ROLE",
    "L212": "do nothing: it is carried out; usufruct ledger journal shows what was booked",
    "L213": "order exactly what was proposed, or propose the change and have that approved",
    "L214": "propose it again with the amount that it moves",
    "L221": "see who is there, and with which roles: usufruct ledger people",
    "L222": "give the public half as usufruct ledger key prints it",
    "L230": "use the account as it is, or open one under another name",
    "L237": "sign the head of the log as it is now: usufruct ledger checkpoint",
    "L241": "give it the number that follows the latest version",
    "L253": "see what waits, and its number: usufruct inbox",
    "L255": "let another approver approve it, if it needs more: usufruct inbox",
    "L261": "leave the leg out",
    "L262": "make debits and credits equal in each currency",
    "L264": "take accounts of one book only",
    "L266": "move less, or book first what makes room: usufruct ledger balance ACCOUNT shows what is there",
    "L270": "name the version that holds on that day, or take it up first: usufruct propose acts",
    "L273": "undo nothing more; if the reversal was the mistake, book the journal again",
    "L282": "give an id that was never used, of 1 to 35 letters, digits and + ? / : ( ) . , ' -",
    "L285": "take the bank statement that shows it first: usufruct reconcile FILE.xml",
    "L293": "name the number of a notice that waits: usufruct inbox",
    "L297": "name a statement that stands and one of its entries, or take the statement: usufruct reconcile FILE.xml",
    "L298": "take what is left, or reverse first what took the rest: usufruct ledger journal shows it",
}
