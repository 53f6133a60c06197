-- The log and the tables beside it, for PostgreSQL 15 or later, in the schema usufruct of a database of its own.
-- Run by an administrator. The owner cannot log in; who writes may call one function and insert nothing.
-- The tables follow from the bytes inside the database: a writer cannot state rows that its records do not.

CREATE SCHEMA usufruct AUTHORIZATION usufruct_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SET LOCAL ROLE usufruct_owner;
SET LOCAL search_path = usufruct, pg_catalog, pg_temp;

CREATE TABLE record (
  seq  bigint PRIMARY KEY CHECK (seq >= 0),
  kind text NOT NULL,
  idem text NOT NULL UNIQUE,
  at   text NOT NULL,
  data bytea NOT NULL,
  leaf bytea NOT NULL CHECK (leaf = sha256('\x00'::bytea || data))
);

CREATE TABLE holder (
  key    text PRIMARY KEY,
  person text NOT NULL,
  seq    bigint NOT NULL REFERENCES record
);

CREATE TABLE quorum (
  kind      text NOT NULL,
  asset     text NOT NULL,
  above     numeric NOT NULL CHECK (above >= 0 AND above = trunc(above)),
  approvals integer NOT NULL CHECK (approvals >= 1)
);

CREATE TABLE account (
  path    text PRIMARY KEY,
  seq     bigint NOT NULL UNIQUE REFERENCES record,
  book    text NOT NULL CHECK (book IN ('principal', 'proceeds')),
  side    text NOT NULL CHECK (side IN ('asset', 'liability', 'income', 'expense', 'equity')),
  asset   text NOT NULL,
  scale   integer NOT NULL CHECK (scale BETWEEN 0 AND 6),
  party   text NOT NULL,
  floor   numeric CHECK (floor <= 0 AND floor = trunc(floor)),
  ceiling numeric CHECK (ceiling >= 0 AND ceiling = trunc(ceiling)),
  UNIQUE (path, asset)
);

CREATE TABLE period (
  name      text PRIMARY KEY,
  seq       bigint NOT NULL UNIQUE REFERENCES record,
  first_day text NOT NULL,
  last_day  text NOT NULL CHECK (last_day >= first_day),
  status    text NOT NULL CHECK (status IN ('open', 'closed', 'sealed'))
);

CREATE TABLE filing (
  seq       bigint PRIMARY KEY REFERENCES record,
  custodian text NOT NULL,
  period    text NOT NULL, -- or a year, for audited accounts
  version   integer NOT NULL CHECK (version >= 1),
  filer     text NOT NULL,
  UNIQUE (custodian, period, version),
  UNIQUE (seq, filer)
);

CREATE TABLE verification (
  seq      bigint PRIMARY KEY REFERENCES record,
  filing   bigint NOT NULL UNIQUE,
  filer    text NOT NULL,
  verifier text NOT NULL CHECK (verifier <> filer),
  verdict  text NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
  FOREIGN KEY (filing, filer) REFERENCES filing (seq, filer)
);

CREATE TABLE proposal (
  seq     bigint PRIMARY KEY REFERENCES record,
  maker   text NOT NULL,
  needed  integer NOT NULL CHECK (needed >= 1),
  expires text NOT NULL,
  digest  text NOT NULL CHECK (length(digest) = 64),
  UNIQUE (seq, maker)
);

CREATE TABLE item (
  proposal bigint NOT NULL REFERENCES proposal,
  item     integer NOT NULL,
  kind     text NOT NULL,
  digest   text NOT NULL,
  PRIMARY KEY (proposal, item)
);

-- The maker stands in the decision too, so that one row can say that they are two people.
CREATE TABLE decision (
  seq      bigint PRIMARY KEY REFERENCES record,
  proposal bigint NOT NULL,
  maker    text NOT NULL,
  person   text NOT NULL,
  verdict  text NOT NULL CHECK (verdict IN ('approve', 'reject', 'withdraw')),
  CHECK ((verdict = 'withdraw') = (person = maker)),
  FOREIGN KEY (proposal, maker) REFERENCES proposal (seq, maker)
);
CREATE INDEX decision_by_proposal ON decision (proposal, verdict, person);

-- What was executed: each item once, by an order with exactly the approved content.
CREATE TABLE execution (
  proposal bigint NOT NULL,
  item     integer NOT NULL,
  seq      bigint NOT NULL UNIQUE REFERENCES record,
  PRIMARY KEY (proposal, item),
  FOREIGN KEY (proposal, item) REFERENCES item
);

CREATE TABLE release (
  seq      bigint PRIMARY KEY REFERENCES record,
  account  text NOT NULL REFERENCES account,
  amount   numeric NOT NULL CHECK (amount > 0 AND amount = trunc(amount) AND amount < 1e18),
  proposal bigint NOT NULL,
  item     integer NOT NULL
);

CREATE TABLE journal (
  seq       bigint PRIMARY KEY REFERENCES record,
  book      text NOT NULL CHECK (book IN ('principal', 'proceeds')),
  entry     text NOT NULL,
  period    text NOT NULL REFERENCES period,
  effective text NOT NULL,
  proposal  bigint NOT NULL,
  item      integer NOT NULL,
  basis     bigint REFERENCES record,
  reverses  bigint UNIQUE REFERENCES journal,
  UNIQUE (proposal, item)
);

-- numeric and not bigint: a literal of 0.5 would be rounded to 1 without a word.
CREATE TABLE posting (
  seq     bigint NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
  leg     integer NOT NULL CHECK (leg >= 0),
  account text NOT NULL,
  asset   text NOT NULL,
  amount  numeric NOT NULL CHECK (amount = trunc(amount) AND amount <> 0 AND abs(amount) < 1e18),
  PRIMARY KEY (seq, leg),
  FOREIGN KEY (account, asset) REFERENCES account (path, asset)
);

CREATE TABLE balance (
  account text PRIMARY KEY REFERENCES account,
  debits  numeric NOT NULL CHECK (debits >= 0 AND debits = trunc(debits) AND debits <= 9e18),
  credits numeric NOT NULL CHECK (credits >= 0 AND credits = trunc(credits) AND credits <= 9e18),
  floor   numeric,
  ceiling numeric,
  CHECK (debits - credits >= floor),
  CHECK (debits - credits <= ceiling)
);

-- Who the people of the log are. Nothing of it is hashed, so that it can be erased.
CREATE TABLE identity (
  person text PRIMARY KEY,
  salt   text NOT NULL,
  name   text NOT NULL
);

CREATE TABLE schema_version (
  version  integer PRIMARY KEY,
  name     text NOT NULL,
  checksum text NOT NULL CHECK (length(checksum) = 64),
  size     bigint NOT NULL,
  root     bytea NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE integrity_constraint_violation USING MESSAGE = TG_TABLE_NAME || ': append only';
END $$;

CREATE FUNCTION record_is_next() RETURNS trigger LANGUAGE plpgsql SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a LEFT JOIN record b ON b.seq = a.seq - 1
             WHERE a.seq > 0 AND (b.seq IS NULL OR b.at > a.at)) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'record: not the next number, or earlier than the last';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER record_is_next AFTER INSERT ON record REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION record_is_next();

CREATE FUNCTION period_moves_on() RETURNS trigger LANGUAGE plpgsql SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'open' OR EXISTS (SELECT 1 FROM period WHERE last_day >= NEW.first_day) THEN
      RAISE integrity_constraint_violation USING MESSAGE = 'period: begins open, after the others';
    END IF;
  ELSIF (NEW.name, NEW.seq, NEW.first_day, NEW.last_day) <> (OLD.name, OLD.seq, OLD.first_day, OLD.last_day)
     OR (OLD.status, NEW.status) NOT IN (('open', 'closed'), ('closed', 'sealed')) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'period: only its status moves, and only forward';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_moves_on BEFORE INSERT OR UPDATE ON period
  FOR EACH ROW EXECUTE FUNCTION period_moves_on();

-- Postings are made with their record, in one transaction, before the journal closes. A second session cannot
-- slip a leg in: it does not see the record before the commit, and after it the record is another transaction's.
CREATE FUNCTION posting_moves_balance() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a LEFT JOIN record r USING (seq)
             WHERE r.seq IS NULL OR r.xmin <> pg_current_xact_id()::xid)
     OR EXISTS (SELECT 1 FROM added JOIN journal USING (seq)) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'posting: its journal is closed';
  END IF;
  IF EXISTS (
    SELECT 1 FROM (
      SELECT b.floor, b.ceiling,
             b.debits - b.credits + sum(a.amount) OVER (PARTITION BY a.account ORDER BY a.seq, a.leg) AS after
      FROM added a JOIN balance b USING (account)) running
    WHERE after < floor OR after > ceiling) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'balance: below its floor or above its ceiling';
  END IF;
  UPDATE balance b SET debits = b.debits + s.debits, credits = b.credits + s.credits
  FROM (SELECT account, sum(greatest(amount, 0)) AS debits, sum(greatest(-amount, 0)) AS credits
        FROM added GROUP BY account) s
  WHERE b.account = s.account;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_moves_balance AFTER INSERT ON posting REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION posting_moves_balance();

CREATE FUNCTION balance_follows_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'balance: only a posting moves it';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER balance_follows_postings BEFORE INSERT OR UPDATE ON balance
  FOR EACH ROW EXECUTE FUNCTION balance_follows_postings();

CREATE FUNCTION account_gets_balance() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO balance VALUES (NEW.path, 0, 0, NEW.floor, NEW.ceiling);
  RETURN NULL;
END $$;
CREATE TRIGGER account_gets_balance AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_gets_balance();

CREATE FUNCTION approvals(proposal_seq bigint) RETURNS bigint LANGUAGE sql STABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT count(DISTINCT person) FROM decision WHERE proposal = proposal_seq AND verdict = 'approve'
$$;

-- Deferred, so that it judges what is there when the transaction ends, whatever the order in which it came.
CREATE FUNCTION execution_is_approved() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  SELECT greatest(p.needed, CASE r.kind WHEN 'legal_release' THEN 2 ELSE 1 END) INTO asked
  FROM proposal p, item i, record r
  WHERE p.seq = NEW.proposal AND i.proposal = NEW.proposal AND i.item = NEW.item AND r.seq = NEW.seq
    AND i.kind = r.kind AND i.digest = content_digest(r.data, r.kind) AND r.at <= p.expires
    AND NOT EXISTS (SELECT 1 FROM decision WHERE proposal = p.seq AND verdict <> 'approve' AND seq < r.seq);
  IF asked IS NULL OR approvals(NEW.proposal) < asked THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'execution: not approved as it stands by enough people in time';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION content_digest(data bytea, kind text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  -- The body begins after {"at":"2025-07-28T09:30:00Z","body": and ends before the next key, which no body has.
  SELECT encode(sha256(convert_to('{"body":' || substr(t, 37, position(',"by":"' IN t) - 37)
                                  || ',"kind":"' || kind || '"}', 'UTF8')), 'hex')
  FROM convert_from(data, 'UTF8') AS t
$$;
CREATE CONSTRAINT TRIGGER execution_is_approved AFTER INSERT ON execution DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION execution_is_approved();

CREATE FUNCTION journal_is_sound() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
DECLARE
  legs bigint; sums bigint; mixed bigint;
BEGIN
  SELECT sum(n), count(*) FILTER (WHERE total <> 0), sum(other) INTO legs, sums, mixed
  FROM (SELECT count(*) AS n, sum(p.amount) AS total, count(*) FILTER (WHERE a.book <> NEW.book) AS other
        FROM posting p JOIN account a ON a.path = p.account WHERE p.seq = NEW.seq GROUP BY p.asset) by_asset;
  IF coalesce(legs, 0) < 2 OR sums > 0 OR mixed > 0 THEN
    RAISE integrity_constraint_violation USING
      MESSAGE = 'journal: fewer than two legs, legs that do not add up to zero, or books that mix';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM execution WHERE seq = NEW.seq AND (proposal, item) = (NEW.proposal, NEW.item)) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'journal: not approved';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_is_sound AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION journal_is_sound();

CREATE FUNCTION journals_are_allowed() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a LEFT JOIN period p ON p.name = a.period AND p.status = 'open'
             WHERE p.name IS NULL OR a.effective NOT BETWEEN p.first_day AND p.last_day) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'journal: period not open';
  END IF;
  IF EXISTS (SELECT 1 FROM added a WHERE a.book = 'principal' AND (a.reverses IS NOT NULL OR NOT (
               EXISTS (SELECT 1 FROM verification WHERE filing = a.basis AND verdict = 'accepted')
               OR EXISTS (SELECT 1 FROM release WHERE seq = a.basis)))) THEN
    RAISE integrity_constraint_violation USING
      MESSAGE = 'journal: principal rests on neither verified filing nor release';
  END IF;
  IF EXISTS (SELECT 1 FROM added a JOIN journal j ON j.seq = a.reverses WHERE j.reverses IS NOT NULL)
     OR EXISTS (SELECT a.seq, p.account, -p.amount FROM added a JOIN posting p ON p.seq = a.reverses
                EXCEPT SELECT a.seq, p.account, p.amount FROM added a JOIN posting p ON p.seq = a.seq)
     OR EXISTS (SELECT 1 FROM added a WHERE a.reverses IS NOT NULL
                AND (SELECT count(*) FROM posting WHERE seq = a.reverses)
                    <> (SELECT count(*) FROM posting WHERE seq = a.seq)) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'journal: not the inverse of what it reverses';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journals_are_allowed AFTER INSERT ON journal REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION journals_are_allowed();

CREATE FUNCTION person_of(key_id text) RETURNS text LANGUAGE sql STABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT person FROM holder WHERE key = key_id), '')
$$;

CREATE FUNCTION key_id(public text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT left(encode(sha256(decode(public, 'base64')), 'hex'), 16)
$$;

-- The rows of a record that is no journal, from its own bytes.
CREATE FUNCTION project(number bigint) RETURNS void LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
DECLARE
  r usufruct.record%ROWTYPE;
  whole jsonb; b jsonb; by_key text;
BEGIN
  SELECT * INTO r FROM usufruct.record WHERE seq = number;
  whole := convert_from(r.data, 'UTF8')::jsonb;
  b := whole -> 'body';
  by_key := whole ->> 'by';
  CASE r.kind
  WHEN 'genesis' THEN
    INSERT INTO holder SELECT key_id(k ->> 1), k ->> 0, r.seq FROM jsonb_array_elements(b -> 'keys') k;
    INSERT INTO quorum SELECT q ->> 0, q ->> 1, (q ->> 2)::numeric, (q ->> 3)::integer
      FROM jsonb_array_elements(b -> 'quorums') q;
  WHEN 'key' THEN
    INSERT INTO holder VALUES (key_id(b ->> 'public'), b ->> 'person', r.seq);
  WHEN 'rotate' THEN
    INSERT INTO holder VALUES (key_id(b ->> 'public'), person_of(by_key), r.seq);
  WHEN 'account' THEN
    INSERT INTO account VALUES (b ->> 'path', r.seq, b ->> 'book', b ->> 'side', b ->> 'asset',
      (b ->> 'scale')::integer, b ->> 'party', (b ->> 'floor')::numeric, (b ->> 'ceiling')::numeric);
  WHEN 'period' THEN
    IF b ->> 'action' = 'open' THEN
      INSERT INTO period VALUES (b ->> 'name', r.seq, b ->> 'start', b ->> 'end', 'open');
    ELSE
      UPDATE period SET status = 'closed' WHERE name = b ->> 'name';
    END IF;
  WHEN 'seal' THEN
    UPDATE period SET status = 'sealed' WHERE name = b ->> 'period';
  WHEN 'filing' THEN
    INSERT INTO filing VALUES (r.seq, b ->> 'custodian', b ->> 'period', (b ->> 'version')::integer,
      person_of(by_key));
  WHEN 'verification' THEN
    INSERT INTO verification SELECT r.seq, f.seq, f.filer, person_of(by_key), b ->> 'verdict'
      FROM filing f WHERE f.seq = (b ->> 'filing')::bigint;
  WHEN 'proposal' THEN
    INSERT INTO proposal VALUES (r.seq, person_of(by_key), needed(b -> 'items'), b ->> 'expires',
      content_digest(r.data, r.kind));
    INSERT INTO item SELECT r.seq, n - 1, i ->> 0, i ->> 1
      FROM jsonb_array_elements(b -> 'items') WITH ORDINALITY AS items (i, n);
  WHEN 'decision' THEN
    INSERT INTO decision SELECT r.seq, p.seq, p.maker, person_of(by_key), b ->> 'verdict'
      FROM proposal p WHERE p.seq = (b ->> 'proposal')::bigint AND p.digest = b ->> 'digest';
    IF NOT FOUND THEN
      RAISE integrity_constraint_violation USING MESSAGE = 'decision: not over this proposal';
    END IF;
  WHEN 'legal_release' THEN
    INSERT INTO release VALUES (r.seq, b ->> 'account', (b ->> 'amount')::numeric,
      (whole #>> '{under,0}')::bigint, (whole #>> '{under,1}')::integer);
  ELSE
    NULL;
  END CASE;
  IF jsonb_typeof(whole -> 'under') = 'array' THEN
    INSERT INTO execution VALUES ((whole #>> '{under,0}')::bigint, (whole #>> '{under,1}')::integer, r.seq);
  END IF;
END $$;

-- How many people besides the maker must approve; the policy is that of the founding.
CREATE FUNCTION needed(items jsonb) RETURNS integer LANGUAGE sql STABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT coalesce(max(greatest(
    CASE i ->> 0 WHEN 'legal_release' THEN 2 ELSE 1 END,
    (SELECT max(q.approvals) FROM quorum q WHERE q.kind IN (i ->> 0, '*') AND (q.above = 0 OR EXISTS (
       SELECT 1 FROM jsonb_array_elements(i -> 2) a
       WHERE q.asset IN (a ->> 0, '*') AND (a ->> 1)::numeric >= q.above))))), 1)
  FROM jsonb_array_elements(items) i
$$;

CREATE FUNCTION decoded(first bigint, last bigint) RETURNS TABLE (seq bigint, kind text, whole jsonb)
LANGUAGE sql STABLE SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT r.seq, r.kind, convert_from(r.data, 'UTF8')::jsonb FROM record r WHERE r.seq BETWEEN first AND last
$$;

-- The rows of a run of journals and reversals, all at once.
CREATE FUNCTION project_journals(first bigint, last bigint) RETURNS void LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO execution
    SELECT (c.whole #>> '{under,0}')::bigint, (c.whole #>> '{under,1}')::integer, c.seq FROM decoded(first, last) c;
  INSERT INTO posting
    SELECT c.seq, n - 1, l ->> 0, a.asset, (l ->> 1)::numeric
    FROM decoded(first, last) c,
         jsonb_array_elements(CASE c.kind WHEN 'journal' THEN c.whole #> '{body,legs}' ELSE c.whole #> '{result,legs}' END)
           WITH ORDINALITY AS legs (l, n)
         LEFT JOIN account a ON a.path = l ->> 0;
  INSERT INTO journal
    SELECT c.seq, coalesce(c.whole #>> '{body,book}', o.book), coalesce(c.whole #>> '{body,entry}', 'reversal'),
           c.whole #>> '{body,period}', c.whole #>> '{body,effective}', (c.whole #>> '{under,0}')::bigint,
           (c.whole #>> '{under,1}')::integer, (c.whole #>> '{body,basis}')::bigint, o.seq
    FROM decoded(first, last) c LEFT JOIN journal o ON o.seq = (c.whole #>> '{body,journal}')::bigint;
END $$;

-- The one function of a writer: add records, all or none. The lock makes it the only writer until it commits.
-- It looks records up by number. Plans made while the tables were small would read all of them for each posting;
-- and what servers before 18 think a forbidden plan costs would have them compile the few that have no index to use.
CREATE FUNCTION append(records bytea[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = usufruct, pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  base bigint; run_start bigint; r record;
BEGIN
  LOCK TABLE record IN EXCLUSIVE MODE;
  SELECT coalesce(max(seq) + 1, 0) INTO base FROM record;
  INSERT INTO record
    SELECT (v ->> 'seq')::bigint, v ->> 'kind', v ->> 'idem', v ->> 'at', d, sha256('\x00'::bytea || d)
    FROM (SELECT d, convert_from(d, 'UTF8')::jsonb AS v FROM unnest(records) d) given;
  IF EXISTS (SELECT 1 FROM unnest(records) WITH ORDINALITY AS given (d, n)
             LEFT JOIN record t ON t.seq = base + n - 1 WHERE t.data IS DISTINCT FROM d) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'record: numbers out of order';
  END IF;
  FOR r IN SELECT * FROM record WHERE seq >= base ORDER BY seq LOOP
    IF r.kind IN ('journal', 'reversal') THEN
      run_start := coalesce(run_start, r.seq);
    ELSE
      IF run_start IS NOT NULL THEN
        PERFORM project_journals(run_start, r.seq - 1);
        run_start := NULL;
      END IF;
      PERFORM project(r.seq);
    END IF;
  END LOOP;
  IF run_start IS NOT NULL THEN
    PERFORM project_journals(run_start, base + cardinality(records) - 1);
  END IF;
  RETURN base + cardinality(records);
END $$;

CREATE TRIGGER record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holder_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON holder
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER quorum_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON quorum
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER filing_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON filing
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verification_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON verification
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER proposal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER item_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON item
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER execution_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON execution
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER release_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON release
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER schema_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_stays BEFORE DELETE OR TRUNCATE ON period
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER balance_stays BEFORE DELETE OR TRUNCATE ON balance
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What everybody may see: figures of sealed periods, which do not change any more; no people, no proposals, no texts.
CREATE VIEW public_period WITH (security_barrier) AS
  SELECT name AS period, first_day, last_day FROM period WHERE status = 'sealed';
CREATE VIEW public_movement WITH (security_barrier) AS
  SELECT j.seq, j.period, j.effective, j.entry, p.account, a.book, a.party, p.asset, a.scale, p.amount
  FROM journal j JOIN period s ON s.name = j.period AND s.status = 'sealed'
       JOIN posting p ON p.seq = j.seq JOIN account a ON a.path = p.account;
CREATE VIEW public_balance WITH (security_barrier) AS
  SELECT account, book, party, asset, scale, sum(greatest(amount, 0)) AS debits, sum(greatest(-amount, 0)) AS credits
  FROM public_movement GROUP BY account, book, party, asset, scale;
CREATE VIEW public_seal WITH (security_barrier) AS
  SELECT r.seq, r.at, convert_from(r.data, 'UTF8')::jsonb #>> '{body,period}' AS period,
         convert_from(r.data, 'UTF8')::jsonb -> 'result' AS roots
  FROM record r WHERE r.kind = 'seal';

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA usufruct FROM PUBLIC;
GRANT USAGE ON SCHEMA usufruct
  TO usufruct_writer, usufruct_reader, usufruct_auditor, usufruct_registrar, usufruct_public;
GRANT SELECT ON public_period, public_movement, public_balance, public_seal TO usufruct_public;
GRANT SELECT ON record, schema_version TO usufruct_writer;
GRANT EXECUTE ON FUNCTION append(bytea[]) TO usufruct_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA usufruct TO usufruct_auditor;
GRANT SELECT ON record, holder, quorum, account, period, filing, verification, proposal, item, decision, execution,
  release, journal, posting, balance, schema_version TO usufruct_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity TO usufruct_registrar;
