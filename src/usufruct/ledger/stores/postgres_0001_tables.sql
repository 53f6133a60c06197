-- The log and the tables beside it, for PostgreSQL 15 or later, in the schema usufruct of a database of its own.
-- Run by an administrator. The owner cannot log in; who writes may call one function and insert nothing.
-- The tables follow from the bytes inside the database: a writer cannot state rows that its records do not.

CREATE SCHEMA usufruct AUTHORIZATION usufruct_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SET LOCAL ROLE usufruct_owner;
SET LOCAL search_path = usufruct, pg_catalog, pg_temp;

-- Minor units. numeric and not bigint: a literal of 0.5 would be rounded to 1 without a word. Domains and not checks
-- of the tables: the server reads those anew in every statement, and these once in a session.
CREATE DOMAIN movement AS numeric CHECK (VALUE = trunc(VALUE) AND VALUE <> 0 AND abs(VALUE) < 1e18);
CREATE DOMAIN gross AS numeric CHECK (VALUE >= 0 AND VALUE = trunc(VALUE) AND VALUE <= 9e18);

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

-- What was executed: each item once, by an order with exactly the approved content. That the item and the record are
-- there is a part of execution_is_approved.
CREATE TABLE execution (
  proposal bigint NOT NULL,
  item     integer NOT NULL,
  seq      bigint NOT NULL UNIQUE,
  PRIMARY KEY (proposal, item)
);

CREATE TABLE release (
  seq      bigint PRIMARY KEY REFERENCES record,
  account  text NOT NULL REFERENCES account,
  amount   numeric NOT NULL CHECK (amount > 0 AND amount = trunc(amount) AND amount < 1e18),
  proposal bigint NOT NULL,
  item     integer NOT NULL
);

-- That its execution and with it the record is there, and its period, is a part of journal_is_sound.
CREATE TABLE journal (
  seq       bigint PRIMARY KEY,
  book      text NOT NULL CHECK (book IN ('principal', 'proceeds')),
  entry     text NOT NULL,
  period    text NOT NULL,
  effective text NOT NULL,
  proposal  bigint NOT NULL,
  item      integer NOT NULL,
  basis     bigint REFERENCES record,
  reverses  bigint UNIQUE REFERENCES journal,
  UNIQUE (proposal, item)
);

-- That its account is there, and in this asset, is a part of posting_moves_balance.
CREATE TABLE posting (
  seq     bigint NOT NULL REFERENCES journal DEFERRABLE INITIALLY DEFERRED,
  leg     integer NOT NULL CHECK (leg >= 0),
  account text NOT NULL,
  asset   text NOT NULL,
  amount  movement NOT NULL,
  PRIMARY KEY (seq, leg)
);

CREATE TABLE balance (
  account text PRIMARY KEY,
  asset   text NOT NULL,
  debits  gross NOT NULL,
  credits gross NOT NULL,
  floor   numeric,
  ceiling numeric,
  CHECK (debits - credits >= floor),
  CHECK (debits - credits <= ceiling),
  FOREIGN KEY (account, asset) REFERENCES account (path, asset)
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
DECLARE
  closed boolean; legs bigint; accounts bigint; moved bigint;
BEGIN
  SELECT bool_or(r.seq IS NULL OR r.xmin <> pg_current_xact_id()::xid OR j.seq IS NOT NULL), count(*),
         count(DISTINCT a.account)
    INTO closed, legs, accounts
    FROM added a LEFT JOIN record r USING (seq) LEFT JOIN journal j USING (seq);
  IF closed THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'posting: its journal is closed';
  END IF;
  -- After each leg the balance lies within its limits, and not only after the last one. A journal by itself has one leg
  -- on each account, which is its last one too.
  IF legs = accounts THEN
    UPDATE balance b SET debits = b.debits + greatest(a.amount, 0), credits = b.credits + greatest(-a.amount, 0)
    FROM added a
    WHERE b.account = a.account AND b.asset = a.asset
      AND (b.debits - b.credits + a.amount < b.floor OR b.debits - b.credits + a.amount > b.ceiling) IS NOT TRUE;
  ELSE
    UPDATE balance b SET debits = b.debits + s.debits, credits = b.credits + s.credits
    FROM (SELECT account, min(asset) AS asset, max(asset) AS other, sum(greatest(amount, 0)) AS debits,
                 sum(greatest(-amount, 0)) AS credits, min(change) AS least, max(change) AS most
          FROM (SELECT account, asset, amount, sum(amount) OVER (PARTITION BY account ORDER BY seq, leg) AS change
                FROM added) a
          GROUP BY account) s
    WHERE b.account = s.account AND b.asset = s.asset AND b.asset = s.other
      AND (b.debits - b.credits + s.least < b.floor OR b.debits - b.credits + s.most > b.ceiling) IS NOT TRUE;
  END IF;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> accounts THEN
    IF EXISTS (SELECT 1 FROM added a LEFT JOIN balance b USING (account, asset) WHERE b.account IS NULL) THEN
      RAISE integrity_constraint_violation USING MESSAGE = 'posting: no such account in this asset';
    END IF;
    RAISE integrity_constraint_violation USING MESSAGE = 'balance: below its floor or above its ceiling';
  END IF;
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
  INSERT INTO balance VALUES (NEW.path, NEW.asset, 0, 0, NEW.floor, NEW.ceiling);
  RETURN NULL;
END $$;
CREATE TRIGGER account_gets_balance AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_gets_balance();

-- A record is {"at":"2025-07-28T09:30:00Z","body": and its body, and from ,"by":" on the rest, which no body holds.
-- What was approved is the bytes of the body. Rows are made of these very bytes, so that a second body further on,
-- which a reader of the whole would take instead, makes none. Written so that they become part of the plans that use
-- them, whatever the search_path.
CREATE FUNCTION at_of(data bytea) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.convert_from(pg_catalog.substr(data, 8, 20), 'UTF8')
$$;
CREATE FUNCTION body_of(data bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_catalog.substr(
    data, 37, greatest(pg_catalog."position"(data, ',"by":"'::pg_catalog.bytea), 37) OPERATOR(pg_catalog.-) 37)
$$;
CREATE FUNCTION rest_of(data bytea) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT ('{' OPERATOR(pg_catalog.||) pg_catalog.convert_from(pg_catalog.substr(
    data, pg_catalog."position"(data, ',"by":"'::pg_catalog.bytea) OPERATOR(pg_catalog.+) 1), 'UTF8'))::pg_catalog.jsonb
$$;
CREATE FUNCTION content_digest(body bytea, kind text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.encode(pg_catalog.sha256('{"body":'::pg_catalog.bytea OPERATOR(pg_catalog.||) body
    OPERATOR(pg_catalog.||) pg_catalog.convert_to(
      ',"kind":"' OPERATOR(pg_catalog.||) kind OPERATOR(pg_catalog.||) '"}', 'UTF8')), 'hex')
$$;

-- All that it asks for is there before the execution, for it comes with earlier records or the same one, and nothing of
-- it goes away again: these tables only grow. What could come later and undo it is a refusal with a lower number, which
-- decision_is_in_time refuses. So it need not wait for the end of the transaction, and judges many at once.
CREATE FUNCTION execution_is_approved() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM added a
      LEFT JOIN record r ON r.seq = a.seq
      LEFT JOIN proposal p ON p.seq = a.proposal
      LEFT JOIN item i ON i.proposal = a.proposal AND i.item = a.item
    WHERE (i.kind = r.kind AND i.digest = content_digest(body_of(r.data), r.kind) AND r.at <= p.expires
           AND greatest(p.needed, CASE r.kind WHEN 'legal_release' THEN 2 ELSE 1 END) <= (
             SELECT count(DISTINCT d.person) FROM decision d WHERE d.proposal = p.seq AND d.verdict = 'approve')
           AND NOT EXISTS (SELECT 1 FROM decision d
                           WHERE d.proposal = p.seq AND d.verdict <> 'approve' AND d.seq < r.seq)) IS NOT TRUE) THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'execution: not approved as it stands by enough people in time';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER execution_is_approved AFTER INSERT ON execution REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION execution_is_approved();

CREATE FUNCTION decision_is_in_time() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a JOIN execution e ON e.proposal = a.proposal AND e.seq > a.seq
             WHERE a.verdict <> 'approve') THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'decision: refuses what was executed later already';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER decision_is_in_time AFTER INSERT ON decision REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION decision_is_in_time();

-- The legs of a journal are complete when its row comes: posting_moves_balance refuses any that come after it. So this
-- need not wait for the end of the transaction either.
CREATE FUNCTION journal_is_sound() RETURNS trigger LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
DECLARE
  unsound boolean; unapproved boolean; untimely boolean; unfounded boolean; reversing boolean;
BEGIN
  SELECT bool_or((
           SELECT sum(n) >= 2 AND bool_and(total = 0 AND own)
           FROM (SELECT count(*) AS n, sum(l.amount) AS total, bool_and((a.book = j.book) IS TRUE) AS own
                 FROM posting l LEFT JOIN account a ON a.path = l.account WHERE l.seq = j.seq GROUP BY l.asset) by_asset
         ) IS NOT TRUE),
         bool_or(((e.proposal, e.item) = (j.proposal, j.item)) IS NOT TRUE),
         bool_or((p.status = 'open' AND j.effective BETWEEN p.first_day AND p.last_day) IS NOT TRUE),
         bool_or(j.book = 'principal' AND (j.reverses IS NOT NULL OR NOT (
           EXISTS (SELECT 1 FROM verification WHERE filing = j.basis AND verdict = 'accepted')
           OR EXISTS (SELECT 1 FROM release WHERE seq = j.basis)))),
         bool_or(j.reverses IS NOT NULL)
    INTO unsound, unapproved, untimely, unfounded, reversing
    FROM added j LEFT JOIN execution e ON e.seq = j.seq LEFT JOIN period p ON p.name = j.period;
  IF unsound THEN
    RAISE integrity_constraint_violation USING
      MESSAGE = 'journal: fewer than two legs, legs that do not add up to zero, or books that mix';
  END IF;
  IF unapproved THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'journal: not approved';
  END IF;
  IF untimely THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'journal: period not open';
  END IF;
  IF unfounded THEN
    RAISE integrity_constraint_violation USING
      MESSAGE = 'journal: principal rests on neither verified filing nor release';
  END IF;
  IF reversing THEN
    IF EXISTS (SELECT 1 FROM added a JOIN journal j ON j.seq = a.reverses WHERE j.reverses IS NOT NULL)
       OR EXISTS (SELECT a.seq, p.account, -p.amount FROM added a JOIN posting p ON p.seq = a.reverses
                  EXCEPT SELECT a.seq, p.account, p.amount FROM added a JOIN posting p ON p.seq = a.seq)
       OR EXISTS (SELECT 1 FROM added a WHERE a.reverses IS NOT NULL
                  AND (SELECT count(*) FROM posting WHERE seq = a.reverses)
                      <> (SELECT count(*) FROM posting WHERE seq = a.seq)) THEN
      RAISE integrity_constraint_violation USING MESSAGE = 'journal: not the inverse of what it reverses';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_is_sound AFTER INSERT ON journal REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION journal_is_sound();

CREATE FUNCTION person_of(key_id text) RETURNS text LANGUAGE sql STABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT person FROM holder WHERE key = key_id), '')
$$;

CREATE FUNCTION key_id(public text) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT left(encode(sha256(decode(public, 'base64')), 'hex'), 16)
$$;

-- The rows of one record, from its own bytes.
CREATE FUNCTION project(number bigint) RETURNS void LANGUAGE plpgsql
SET search_path = usufruct, pg_catalog, pg_temp AS $$
DECLARE
  r usufruct.record%ROWTYPE;
  rest jsonb; b jsonb; by_key text;
BEGIN
  SELECT * INTO r FROM usufruct.record WHERE seq = number;
  rest := rest_of(r.data);
  b := convert_from(body_of(r.data), 'UTF8')::jsonb;
  by_key := rest ->> 'by';
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
      content_digest(body_of(r.data), r.kind));
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
      (rest #>> '{under,0}')::bigint, (rest #>> '{under,1}')::integer);
  WHEN 'reversal' THEN
    PERFORM project_journals(r.seq, r.seq, ARRAY[b], ARRAY[rest]);
    RETURN;
  ELSE
    NULL;
  END CASE;
  IF jsonb_typeof(rest -> 'under') = 'array' THEN
    INSERT INTO execution VALUES ((rest #>> '{under,0}')::bigint, (rest #>> '{under,1}')::integer, r.seq);
  END IF;
END $$;

-- How many people besides the maker must approve, by what all items move together; the policy is that of the founding.
CREATE FUNCTION needed(items jsonb) RETURNS integer LANGUAGE sql STABLE
SET search_path = usufruct, pg_catalog, pg_temp AS $$
  SELECT greatest(1,
    (SELECT max(CASE i ->> 0 WHEN 'legal_release' THEN 2 ELSE 1 END) FROM jsonb_array_elements(items) i),
    (SELECT max(q.approvals) FROM quorum q
     WHERE EXISTS (SELECT 1 FROM jsonb_array_elements(items) i WHERE q.above = 0 AND q.kind IN (i ->> 0, '*'))
        OR EXISTS (SELECT 1 FROM jsonb_array_elements(items) i, jsonb_array_elements(i -> 2) a
                   WHERE q.above > 0 AND q.kind IN (i ->> 0, '*') AND q.asset IN (a ->> 0, '*')
                   GROUP BY a ->> 0 HAVING sum((a ->> 1)::numeric) >= q.above)))
$$;

-- The rows of a run of journals, or of one reversal, from what was read of their records. Legs come before their
-- journal, which closes behind them; the execution comes with it, and both are judged when both are there.
CREATE FUNCTION project_journals(first bigint, last bigint, bodies jsonb[] DEFAULT '{}', rests jsonb[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql SET search_path = usufruct, pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO posting
    SELECT first + r.n - 1, legs.n - 1, l ->> 0, a.asset, (l ->> 1)::numeric
    FROM unnest(bodies, rests) WITH ORDINALITY AS r (b, rest, n),
         jsonb_array_elements(CASE rest ->> 'kind' WHEN 'journal' THEN b -> 'legs' ELSE rest #> '{result,legs}' END)
           WITH ORDINALITY AS legs (l, n)
         LEFT JOIN account a ON a.path = l ->> 0
    WHERE first + r.n - 1 <= last;
  WITH executed AS (
    INSERT INTO execution SELECT (rest #>> '{under,0}')::bigint, (rest #>> '{under,1}')::integer, first + n - 1
    FROM unnest(rests) WITH ORDINALITY AS r (rest, n) WHERE first + n - 1 <= last)
  INSERT INTO journal
    SELECT first + n - 1, coalesce(b ->> 'book', o.book), coalesce(b ->> 'entry', 'reversal'), b ->> 'period',
           b ->> 'effective', (rest #>> '{under,0}')::bigint, (rest #>> '{under,1}')::integer,
           (b ->> 'basis')::bigint, o.seq
    FROM unnest(bodies, rests) WITH ORDINALITY AS r (b, rest, n)
         LEFT JOIN journal o ON o.seq = (b ->> 'journal')::bigint
    WHERE first + n - 1 <= last;
END $$;

-- The one function of a writer: add records, all or none, and say how many there are. The lock makes it the only writer
-- until it commits, also when it has added none so far.
-- It looks records up by number. Plans made while the tables were small would read all of them for each posting;
-- and what servers before 18 think a forbidden plan costs would have them compile the few that have no index to use.
CREATE FUNCTION append(records bytea[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = usufruct, pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  base bigint; beyond bigint; next bigint; other bigint; others bigint[]; bodies jsonb[]; rests jsonb[]; astray boolean;
BEGIN
  LOCK TABLE record IN EXCLUSIVE MODE;
  IF cardinality(records) = 0 THEN
    RETURN (SELECT coalesce(max(seq) + 1, 0) FROM record);
  END IF;
  WITH given AS MATERIALIZED (
    SELECT d, n, rest_of(d) AS rest, convert_from(body_of(d), 'UTF8')::jsonb AS body
    FROM unnest(records) WITH ORDINALITY AS r (d, n)),
  made AS (INSERT INTO record SELECT (rest ->> 'seq')::bigint, rest ->> 'kind', rest ->> 'idem', at_of(d), d,
             sha256('\x00'::bytea || d) FROM given)
  SELECT min((rest ->> 'seq')::bigint), bool_or(rest ?| '{at,body}' OR substr(d, 1, 7) <> '{"at":"'
           OR substr(d, 28, 9) <> '","body":') OR max((rest ->> 'seq')::bigint - n) > min((rest ->> 'seq')::bigint - n),
         array_agg((rest ->> 'seq')::bigint) FILTER (WHERE rest ->> 'kind' <> 'journal'),
         array_agg(body), array_agg(rest)
    INTO base, astray, others, bodies, rests FROM given;
  IF astray THEN
    RAISE integrity_constraint_violation USING MESSAGE = 'record: numbers out of order, or not in its one form';
  END IF;
  next := base;
  beyond := base + cardinality(records);
  FOREACH other IN ARRAY coalesce(others, '{}') || beyond LOOP
    IF next < other THEN
      PERFORM project_journals(next, other - 1, bodies[next - base + 1 : other - base],
                               rests[next - base + 1 : other - base]);
    END IF;
    IF other < beyond THEN
      PERFORM project(other);
    END IF;
    next := other + 1;
  END LOOP;
  RETURN beyond;
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
