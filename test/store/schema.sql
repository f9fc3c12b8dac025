CREATE TRIGGER log_continues BEFORE INSERT ON log
WHEN NEW.id IS NOT (SELECT entries + 1 FROM log_head) OR NEW.before IS NOT (SELECT hash FROM log_head)
BEGIN SELECT RAISE(ABORT, 'the log goes on from its last entry'); END;

CREATE TRIGGER log_head_follows BEFORE UPDATE ON log_head
WHEN NEW.one IS NOT 1 OR NEW.entries IS NOT OLD.entries + 1 OR NEW.hash IS NOT (SELECT hash FROM log WHERE id = NEW.entries)
BEGIN SELECT RAISE(ABORT, 'the head follows the log'); END;

CREATE TRIGGER log_head_is_one BEFORE INSERT ON log_head
BEGIN SELECT RAISE(ABORT, 'the log has one head'); END;

CREATE TRIGGER log_head_stays BEFORE DELETE ON log_head
BEGIN SELECT RAISE(ABORT, 'the log has a head'); END;

CREATE TRIGGER log_leads AFTER INSERT ON log
BEGIN UPDATE log_head SET entries = NEW.id, hash = NEW.hash; END;

CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;

CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log never shrinks'); END;

CREATE TRIGGER seal_is_made_once BEFORE INSERT ON seal_item
WHEN NEW.entry IS NOT (SELECT entries FROM log_head) OR NOT EXISTS (SELECT 1 FROM log WHERE id = NEW.entry AND kind = 'sign')
  OR EXISTS (SELECT 1 FROM seal_item WHERE entry = NEW.entry AND part = NEW.part AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a seal is made with its entry'); END;

CREATE TRIGGER seal_never_changes BEFORE UPDATE ON seal_item
BEGIN SELECT RAISE(ABORT, 'a seal never changes'); END;

CREATE TRIGGER seal_never_shrinks BEFORE DELETE ON seal_item
BEGIN SELECT RAISE(ABORT, 'a seal never shrinks'); END;

CREATE TABLE bill_row (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL,
  line INTEGER NOT NULL,
  copy INTEGER NOT NULL,
  hash_a INTEGER NOT NULL,
  hash_b INTEGER NOT NULL,
  extra INTEGER,
  "instanceId" INTEGER,
  "instanceName" INTEGER,
  "product" INTEGER,
  "payer" INTEGER,
  "owner" INTEGER,
  "operator" INTEGER,
  "reseller" INTEGER,
  "billingMode" INTEGER,
  "instanceType" INTEGER,
  "project" INTEGER,
  "region" INTEGER,
  "zone" INTEGER,
  "subproduct" INTEGER,
  "transactionType" INTEGER,
  "transactionId" TEXT,
  "transactionTime" INTEGER,
  "usageStart" INTEGER,
  "usageEnd" INTEGER,
  "componentType" INTEGER,
  "componentName" INTEGER,
  "listPrice" INTEGER,
  "listPrice_nano" INTEGER,
  "contractedPrice" INTEGER,
  "contractedPrice_nano" INTEGER,
  "priceUnit" INTEGER,
  "usage" INTEGER,
  "usage_nano" INTEGER,
  "usageUnit" INTEGER,
  "rawUsage" INTEGER,
  "rawUsage_nano" INTEGER,
  "deductedUsage" INTEGER,
  "deductedUsage_nano" INTEGER,
  "duration" INTEGER,
  "duration_nano" INTEGER,
  "durationUnit" INTEGER,
  "originalCost" INTEGER,
  "originalCost_nano" INTEGER,
  "riDuration" INTEGER,
  "riDuration_nano" INTEGER,
  "riCost" INTEGER,
  "riCost_nano" INTEGER,
  "customerDiscountRate" INTEGER,
  "customerDiscountRate_nano" INTEGER,
  "beforeVoucher" INTEGER,
  "beforeVoucher_nano" INTEGER,
  "customerVoucher" INTEGER,
  "customerVoucher_nano" INTEGER,
  "totalCost" INTEGER,
  "totalCost_nano" INTEGER,
  "currency" INTEGER,
  "paymentStatus" INTEGER,
  "resellerDiscountRate" INTEGER,
  "resellerDiscountRate_nano" INTEGER,
  "afterDiscount" INTEGER,
  "afterDiscount_nano" INTEGER,
  "resellerVoucher" INTEGER,
  "resellerVoucher_nano" INTEGER,
  "amountBeforeTax" INTEGER,
  "amountBeforeTax_nano" INTEGER,
  "taxRate" INTEGER,
  "taxRate_nano" INTEGER,
  "taxAmount" INTEGER,
  "taxAmount_nano" INTEGER,
  "totalIncludingTax" INTEGER,
  "totalIncludingTax_nano" INTEGER,
  "siteRegion" INTEGER,
  "orderId" TEXT,
  "discountRate" INTEGER,
  "discountRate_nano" INTEGER,
  "blendedDiscountRate" INTEGER,
  "blendedDiscountRate_nano" INTEGER,
  "spDeduction" INTEGER,
  "spDeduction_nano" INTEGER,
  "spRate" INTEGER,
  "spRate_nano" INTEGER,
  "spCost" INTEGER,
  "spCost_nano" INTEGER,
  "voucher" INTEGER,
  "voucher_nano" INTEGER,
  "grantedPaid" INTEGER,
  "grantedPaid_nano" INTEGER,
  "cashPaid" INTEGER,
  "cashPaid_nano" INTEGER,
  "transferPaid" INTEGER,
  "transferPaid_nano" INTEGER,
  "billMonth" INTEGER,
  "regionCode" INTEGER,
  "zoneCode" INTEGER,
  "productCode" INTEGER,
  "discountObject" INTEGER,
  "discountType" INTEGER,
  "discountContent" INTEGER,
  "configuration" INTEGER,
  "priceAttributes" INTEGER,
  "relatedOrder" TEXT,
  "calculationNote" INTEGER,
  "billingRule" INTEGER,
  "remark" INTEGER,
  "recordId" TEXT
);

CREATE TABLE decision (
  key TEXT PRIMARY KEY,
  check_id TEXT NOT NULL,
  entry INTEGER NOT NULL,
  state TEXT NOT NULL,
  code TEXT,
  reason TEXT,
  note TEXT,
  until TEXT,
  has_expired INTEGER NOT NULL,
  seen TEXT NOT NULL,
  rule INTEGER,
  at TEXT NOT NULL,
  who TEXT,
  life TEXT NOT NULL
) STRICT;

CREATE TABLE deduction_row (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL,
  line INTEGER NOT NULL,
  copy INTEGER NOT NULL,
  hash_a INTEGER NOT NULL,
  hash_b INTEGER NOT NULL,
  extra INTEGER,
  "packageOwner" INTEGER,
  "packageName" INTEGER,
  "packageId" INTEGER,
  "product" INTEGER,
  "subproduct" INTEGER,
  "packageType" INTEGER,
  "deductedAt" INTEGER,
  "before" INTEGER,
  "before_nano" INTEGER,
  "packageUnit" INTEGER,
  "deducted" INTEGER,
  "deducted_nano" INTEGER,
  "after" INTEGER,
  "after_nano" INTEGER,
  "usageOwner" INTEGER,
  "usageProduct" INTEGER,
  "usageSubproduct" INTEGER,
  "billingItem" INTEGER,
  "rawUsage" INTEGER,
  "rawUsage_nano" INTEGER,
  "rawUnit" INTEGER,
  "coefficient" INTEGER,
  "coefficient_nano" INTEGER,
  "usageStart" INTEGER,
  "usageEnd" INTEGER,
  "deductedUnit" INTEGER,
  "afterUnit" INTEGER
);

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL REFERENCES import (id),
  name TEXT NOT NULL,
  sheet TEXT,
  kind TEXT NOT NULL,
  layout TEXT NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT,
  sha256 TEXT NOT NULL,
  header_line INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  stored INTEGER NOT NULL DEFAULT 0,
  known INTEGER NOT NULL DEFAULT 0,
  ignored INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  columns TEXT NOT NULL,
  missing TEXT NOT NULL,
  unknown_headers TEXT NOT NULL,
  scales TEXT NOT NULL DEFAULT '{}',
  window_start INTEGER,
  window_end INTEGER,
  window_from_name INTEGER NOT NULL DEFAULT 0,
  products TEXT NOT NULL DEFAULT '[]',
  snapshot INTEGER,
  snapshot_assumed INTEGER NOT NULL DEFAULT 0,
  unknown_words TEXT NOT NULL DEFAULT '[]'
, totals TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TABLE finding_life (
  key TEXT PRIMARY KEY,
  check_id TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  gone TEXT,
  last TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  act INTEGER NOT NULL,
  at TEXT NOT NULL,
  who TEXT,
  kind TEXT NOT NULL,
  key TEXT,
  body TEXT NOT NULL,
  before TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE log_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  entries INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE package_row (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL,
  line INTEGER NOT NULL,
  copy INTEGER NOT NULL,
  hash_a INTEGER NOT NULL,
  hash_b INTEGER NOT NULL,
  extra INTEGER,
  "packageName" INTEGER,
  "packageId" TEXT,
  "packageOwner" INTEGER,
  "product" INTEGER,
  "subproduct" INTEGER,
  "region" INTEGER,
  "zone" INTEGER,
  "status" INTEGER,
  "packageType" INTEGER,
  "unit" INTEGER,
  "periodRemaining" INTEGER,
  "periodRemaining_nano" INTEGER,
  "periodTotal" INTEGER,
  "periodTotal_nano" INTEGER,
  "periodStart" INTEGER,
  "periodEnd" INTEGER,
  "periodsRemaining" INTEGER,
  "periodsTotal" INTEGER,
  "remaining" INTEGER,
  "remaining_nano" INTEGER,
  "total" INTEGER,
  "total_nano" INTEGER,
  "combo" TEXT,
  "scope" INTEGER,
  "effective" INTEGER,
  "expiry" INTEGER,
  "endedAt" INTEGER,
  "renewalMode" INTEGER,
  "renewalTerm" INTEGER,
  "actions" INTEGER
);

CREATE TABLE project (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE raw_chunk (
  file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE refused_file (
  id INTEGER PRIMARY KEY,
  import INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  "values" TEXT NOT NULL
) STRICT;

CREATE TABLE rejected_row (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  cell TEXT NOT NULL,
  record TEXT NOT NULL,
  known TEXT NOT NULL
) STRICT;

CREATE TABLE rule (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  check_id TEXT,
  product TEXT,
  package_id TEXT,
  reason TEXT NOT NULL,
  until TEXT,
  at TEXT NOT NULL,
  who TEXT
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  engine TEXT NOT NULL,
  snapshot TEXT,
  inputs_hash TEXT NOT NULL
) STRICT;

CREATE TABLE run_check (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  check_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_finding (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  check_id TEXT NOT NULL,
  severity TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_item (
  entry INTEGER NOT NULL,
  part TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (entry, part, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  first_row INTEGER NOT NULL,
  last_row INTEGER NOT NULL,
  file INTEGER NOT NULL
) STRICT;

CREATE TABLE segment_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sighting (
  file INTEGER NOT NULL,
  kind TEXT NOT NULL,
  "row" INTEGER NOT NULL,
  line INTEGER NOT NULL
) STRICT;

CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  value TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE undone (
  act INTEGER PRIMARY KEY
) STRICT;

CREATE INDEX bill_row_file ON bill_row (file, line);

CREATE UNIQUE INDEX bill_row_identity ON bill_row (hash_a, hash_b, copy);

CREATE UNIQUE INDEX deduction_row_identity ON deduction_row (hash_a, hash_b, copy);

CREATE INDEX deduction_row_package ON deduction_row ("packageId", "deductedAt");

CREATE INDEX file_import ON file (import);

CREATE INDEX file_sha256 ON file (sha256);

CREATE INDEX finding_life_gone ON finding_life (gone) WHERE gone IS NOT NULL;

CREATE INDEX log_act ON log (act);

CREATE INDEX log_key ON log (key) WHERE key IS NOT NULL;

CREATE INDEX log_kind ON log (kind);

CREATE UNIQUE INDEX package_row_identity ON package_row (hash_a, hash_b, copy);

CREATE INDEX raw_chunk_file ON raw_chunk (file, first_line);

CREATE INDEX rejected_row_file ON rejected_row (file, line);

CREATE INDEX run_finding_key ON run_finding (run, key);

CREATE UNIQUE INDEX segment_column_key ON segment_column (segment, key);

CREATE UNIQUE INDEX segment_first ON segment (kind, first_row);

CREATE INDEX sighting_file ON sighting (file);

CREATE INDEX sighting_row ON sighting (kind, "row");
