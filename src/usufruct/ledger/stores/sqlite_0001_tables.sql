-- The log and the tables beside it. Every table is STRICT: a column of integers takes no 0.5 and no text.
-- Whoever owns the file can drop what stands here; checkpoints kept elsewhere are the defence against that.
-- What each leg looks up by name, account and balance, has no row numbers: so it is found in one step and not in two.

CREATE TABLE record (
  seq  INTEGER PRIMARY KEY CHECK (seq >= 0),
  kind TEXT NOT NULL,
  idem TEXT NOT NULL UNIQUE,
  at   TEXT NOT NULL,
  data BLOB NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

-- Conditions ask the whole question once; the body says what is wrong where the answer is not yes.
CREATE TRIGGER record_is_next BEFORE INSERT ON record
WHEN (SELECT NEW.seq = seq + 1 AND NEW.at >= at FROM record ORDER BY seq DESC LIMIT 1) IS NOT 1
BEGIN
  SELECT RAISE(ABORT, 'record: not the next number') WHERE NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM record);
  SELECT RAISE(ABORT, 'record: earlier than the last') FROM record WHERE seq = NEW.seq - 1 AND at > NEW.at;
END;

CREATE TABLE holder (
  key    TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  seq    INTEGER NOT NULL REFERENCES record
) STRICT;

CREATE TABLE account (
  path    TEXT PRIMARY KEY,
  seq     INTEGER NOT NULL UNIQUE REFERENCES record,
  book    TEXT NOT NULL CHECK (book IN ('principal', 'proceeds')),
  side    TEXT NOT NULL CHECK (side IN ('asset', 'liability', 'income', 'expense', 'equity')),
  asset   TEXT NOT NULL,
  scale   INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 6),
  party   TEXT NOT NULL,
  floor   INTEGER CHECK (floor <= 0),
  ceiling INTEGER CHECK (ceiling >= 0),
  UNIQUE (path, asset)
) STRICT, WITHOUT ROWID;

CREATE TABLE period (
  name      TEXT PRIMARY KEY,
  seq       INTEGER NOT NULL UNIQUE REFERENCES record,
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL CHECK (last_day >= first_day),
  status    TEXT NOT NULL CHECK (status IN ('open', 'closed', 'sealed'))
) STRICT;

CREATE TRIGGER period_opens BEFORE INSERT ON period BEGIN
  SELECT RAISE(ABORT, 'period: begins open') WHERE NEW.status <> 'open';
  SELECT RAISE(ABORT, 'period: overlaps') FROM period WHERE last_day >= NEW.first_day;
END;

CREATE TRIGGER period_only_moves_on BEFORE UPDATE ON period BEGIN
  SELECT RAISE(ABORT, 'period: only its status moves, and only forward')
  WHERE (NEW.name, NEW.seq, NEW.first_day, NEW.last_day) <> (OLD.name, OLD.seq, OLD.first_day, OLD.last_day)
     OR (OLD.status, NEW.status) NOT IN (VALUES ('open', 'closed'), ('closed', 'sealed'));
END;

CREATE TABLE filing (
  seq       INTEGER PRIMARY KEY REFERENCES record,
  custodian TEXT NOT NULL,
  period    TEXT NOT NULL, -- or a year, for audited accounts
  version   INTEGER NOT NULL CHECK (version >= 1),
  filer     TEXT NOT NULL,
  UNIQUE (custodian, period, version),
  UNIQUE (seq, filer)
) STRICT;

CREATE TABLE verification (
  seq      INTEGER PRIMARY KEY REFERENCES record,
  filing   INTEGER NOT NULL UNIQUE,
  filer    TEXT NOT NULL,
  verifier TEXT NOT NULL CHECK (verifier <> filer),
  verdict  TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
  FOREIGN KEY (filing, filer) REFERENCES filing (seq, filer)
) STRICT;

CREATE TABLE proposal (
  seq     INTEGER PRIMARY KEY REFERENCES record,
  maker   TEXT NOT NULL,
  needed  INTEGER NOT NULL CHECK (needed >= 1),
  expires TEXT NOT NULL,
  digest  TEXT NOT NULL CHECK (length(digest) = 64),
  UNIQUE (seq, maker)
) STRICT;

-- The maker stands in the decision too, so that one row can say that they are two people.
CREATE TABLE decision (
  seq      INTEGER PRIMARY KEY REFERENCES record,
  proposal INTEGER NOT NULL,
  maker    TEXT NOT NULL,
  person   TEXT NOT NULL,
  verdict  TEXT NOT NULL CHECK (verdict IN ('approve', 'reject', 'withdraw')),
  CHECK ((verdict = 'withdraw') = (person = maker)),
  FOREIGN KEY (proposal, maker) REFERENCES proposal (seq, maker)
) STRICT;
CREATE INDEX decision_by_proposal ON decision (proposal, verdict, person);

CREATE TABLE release (
  seq      INTEGER PRIMARY KEY REFERENCES record,
  account  TEXT NOT NULL REFERENCES account,
  amount   INTEGER NOT NULL CHECK (amount > 0),
  proposal INTEGER NOT NULL REFERENCES proposal,
  item     INTEGER NOT NULL,
  UNIQUE (proposal, item)
) STRICT;

CREATE TRIGGER release_is_approved BEFORE INSERT ON release BEGIN
  SELECT RAISE(ABORT, 'release: too few approvals') FROM proposal p WHERE p.seq = NEW.proposal AND
    (SELECT count(DISTINCT person) FROM decision WHERE proposal = p.seq AND verdict = 'approve') < max(p.needed, 2);
END;

-- Legs come first and point ahead to their journal; what points nowhere at the end fails the commit.
CREATE TABLE posting (
  seq     INTEGER NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
  leg     INTEGER NOT NULL CHECK (leg >= 0),
  account TEXT NOT NULL,
  asset   TEXT NOT NULL,
  amount  INTEGER NOT NULL CHECK (amount <> 0 AND amount BETWEEN -999999999999999999 AND 999999999999999999),
  PRIMARY KEY (seq, leg),
  FOREIGN KEY (account, asset) REFERENCES account (path, asset)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  seq       INTEGER PRIMARY KEY REFERENCES record,
  book      TEXT NOT NULL CHECK (book IN ('principal', 'proceeds')),
  entry     TEXT NOT NULL,
  period    TEXT NOT NULL REFERENCES period,
  effective TEXT NOT NULL,
  proposal  INTEGER NOT NULL REFERENCES proposal,
  item      INTEGER NOT NULL,
  basis     INTEGER REFERENCES record,
  reverses  INTEGER REFERENCES journal,
  UNIQUE (proposal, item)
) STRICT;
-- Reversals are few: an index of these alone costs the other journals nothing.
CREATE UNIQUE INDEX journal_reversed_once ON journal (reverses) WHERE reverses IS NOT NULL;

CREATE TABLE balance (
  account  TEXT PRIMARY KEY REFERENCES account,
  debits   INTEGER NOT NULL CHECK (debits >= 0),
  credits  INTEGER NOT NULL CHECK (credits >= 0),
  floor    INTEGER,
  ceiling  INTEGER,
  last_seq INTEGER NOT NULL,
  last_leg INTEGER NOT NULL,
  CHECK (debits - credits >= floor),
  CHECK (debits - credits <= ceiling)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER account_gets_balance AFTER INSERT ON account BEGIN
  INSERT INTO balance VALUES (NEW.path, 0, 0, NEW.floor, NEW.ceiling, -1, -1);
END;

CREATE TRIGGER balance_begins_empty BEFORE INSERT ON balance
WHEN NEW.debits <> 0 OR NEW.credits <> 0 OR NEW.last_seq <> -1
  OR (NEW.floor, NEW.ceiling) IS NOT (SELECT floor, ceiling FROM account WHERE path = NEW.account)
BEGIN
  SELECT RAISE(ABORT, 'balance: begins empty');
END;

-- A balance moves by one posting at a time, the one that it names, and never by the same one twice.
-- After and not before, which would find the row twice; an ABORT takes the change back all the same.
CREATE TRIGGER balance_follows_postings AFTER UPDATE ON balance
WHEN (NEW.account, NEW.floor, NEW.ceiling) IS NOT (OLD.account, OLD.floor, OLD.ceiling)
  OR NOT (NEW.last_seq > OLD.last_seq OR (NEW.last_seq = OLD.last_seq AND NEW.last_leg > OLD.last_leg))
  OR (SELECT amount FROM posting WHERE seq = NEW.last_seq AND leg = NEW.last_leg AND account = NEW.account)
     IS NOT (NEW.debits - OLD.debits) - (NEW.credits - OLD.credits)
  OR (NEW.debits > OLD.debits) = (NEW.credits > OLD.credits) OR NEW.debits < OLD.debits OR NEW.credits < OLD.credits
BEGIN
  SELECT RAISE(ABORT, 'balance: only a posting moves it');
END;

-- After and not before: an order of REPLACE has run into the rule against deleting by then.
CREATE TRIGGER posting_moves_balance AFTER INSERT ON posting BEGIN
  SELECT RAISE(ABORT, 'posting: its journal is closed') FROM journal WHERE seq = NEW.seq;
  UPDATE balance
  SET debits = debits + max(NEW.amount, 0), credits = credits + max(-NEW.amount, 0),
      last_seq = NEW.seq, last_leg = NEW.leg
  WHERE account = NEW.account;
END;

-- The condition asks more than the body: no leg has another book than the journal or another asset than leg 0. Then one
-- sum does, and nothing is sorted or kept apart by asset. Where its answer is not yes, the body decides.
CREATE TRIGGER journal_is_double_entry BEFORE INSERT ON journal
WHEN (SELECT count(*) >= 2 AND sum(p.amount) = 0 AND sum(a.book IS NOT NEW.book OR p.asset <> first.asset) = 0
      FROM posting first CROSS JOIN posting p LEFT JOIN account a ON a.path = p.account
      WHERE first.seq = NEW.seq AND first.leg = 0 AND p.seq = NEW.seq) IS NOT 1
BEGIN
  SELECT RAISE(ABORT, 'journal: fewer than two legs')
  WHERE (SELECT count(*) FROM posting WHERE seq = NEW.seq) < 2;
  SELECT RAISE(ABORT, 'journal: legs do not add up to zero')
  FROM posting WHERE seq = NEW.seq GROUP BY asset HAVING sum(amount) <> 0;
  SELECT RAISE(ABORT, 'journal: mixes books')
  FROM posting p JOIN account a ON a.path = p.account WHERE p.seq = NEW.seq AND a.book <> NEW.book;
END;

CREATE TRIGGER journal_is_allowed BEFORE INSERT ON journal BEGIN
  SELECT RAISE(ABORT, 'journal: period not open')
  WHERE NOT EXISTS (SELECT 1 FROM period WHERE name = NEW.period AND status = 'open'
                    AND NEW.effective BETWEEN first_day AND last_day);
  SELECT RAISE(ABORT, 'journal: not approved by enough other people in time')
  FROM proposal p WHERE p.seq = NEW.proposal AND
    ((SELECT count(*) FROM (SELECT DISTINCT person FROM decision WHERE proposal = p.seq AND verdict = 'approve'))
       < p.needed
     OR EXISTS (SELECT 1 FROM decision WHERE proposal = p.seq AND verdict <> 'approve')
     OR (SELECT at FROM record WHERE seq = NEW.seq) > p.expires);
  SELECT RAISE(ABORT, 'journal: principal rests on neither verified filing nor release')
  WHERE NEW.book = 'principal' AND (NEW.reverses IS NOT NULL OR NOT (
    EXISTS (SELECT 1 FROM verification WHERE filing = NEW.basis AND verdict = 'accepted')
    OR EXISTS (SELECT 1 FROM release WHERE seq = NEW.basis)));
  SELECT RAISE(ABORT, 'journal: not the inverse of what it reverses')
  WHERE NEW.reverses IS NOT NULL AND (
    EXISTS (SELECT account, -amount FROM posting WHERE seq = NEW.reverses
            EXCEPT SELECT account, amount FROM posting WHERE seq = NEW.seq)
    OR (SELECT count(*) FROM posting WHERE seq = NEW.reverses) <> (SELECT count(*) FROM posting WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM journal WHERE seq = NEW.reverses AND reverses IS NOT NULL));
END;

-- Who the people of the log are. Nothing of it is hashed, so that it can be erased.
CREATE TABLE identity (
  person TEXT PRIMARY KEY,
  salt   TEXT NOT NULL,
  name   TEXT NOT NULL
) STRICT;

CREATE TABLE schema_version (
  version  INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  checksum TEXT NOT NULL CHECK (length(checksum) = 64),
  size     INTEGER NOT NULL,
  root     BLOB NOT NULL
) STRICT;

-- Nothing is changed and nothing is taken away. REPLACE deletes, and so runs into the same triggers.
CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'record: append only'); END;
CREATE TRIGGER holder_no_update BEFORE UPDATE ON holder BEGIN SELECT RAISE(ABORT, 'holder: append only'); END;
CREATE TRIGGER account_no_update BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT, 'account: append only'); END;
CREATE TRIGGER filing_no_update BEFORE UPDATE ON filing BEGIN SELECT RAISE(ABORT, 'filing: append only'); END;
CREATE TRIGGER verification_no_update BEFORE UPDATE ON verification BEGIN SELECT RAISE(ABORT, 'verification: append only'); END;
CREATE TRIGGER proposal_no_update BEFORE UPDATE ON proposal BEGIN SELECT RAISE(ABORT, 'proposal: append only'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision: append only'); END;
CREATE TRIGGER release_no_update BEFORE UPDATE ON release BEGIN SELECT RAISE(ABORT, 'release: append only'); END;
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'posting: append only'); END;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal: append only'); END;
CREATE TRIGGER schema_version_no_update BEFORE UPDATE ON schema_version BEGIN SELECT RAISE(ABORT, 'schema_version: append only'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'record: append only'); END;
CREATE TRIGGER holder_no_delete BEFORE DELETE ON holder BEGIN SELECT RAISE(ABORT, 'holder: append only'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'account: append only'); END;
CREATE TRIGGER period_no_delete BEFORE DELETE ON period BEGIN SELECT RAISE(ABORT, 'period: append only'); END;
CREATE TRIGGER filing_no_delete BEFORE DELETE ON filing BEGIN SELECT RAISE(ABORT, 'filing: append only'); END;
CREATE TRIGGER verification_no_delete BEFORE DELETE ON verification BEGIN SELECT RAISE(ABORT, 'verification: append only'); END;
CREATE TRIGGER proposal_no_delete BEFORE DELETE ON proposal BEGIN SELECT RAISE(ABORT, 'proposal: append only'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision: append only'); END;
CREATE TRIGGER release_no_delete BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'release: append only'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'posting: append only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal: append only'); END;
CREATE TRIGGER balance_no_delete BEFORE DELETE ON balance BEGIN SELECT RAISE(ABORT, 'balance: append only'); END;
CREATE TRIGGER schema_version_no_delete BEFORE DELETE ON schema_version BEGIN SELECT RAISE(ABORT, 'schema_version: append only'); END;
