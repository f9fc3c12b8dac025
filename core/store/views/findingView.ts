import { Decimal } from '../../base/decimal.ts';
import { WIDE_MARK } from '../columns.ts';
import { Decisions } from '../decisions.ts';
import type { Connection } from '../sqlite.ts';

/** What the view needs of a finding's body. */
interface Body {
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly product: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly currency: string | null;
  readonly rowCount: number;
}

interface Stored {
  readonly position: number;
  readonly key: string;
  readonly check: string;
  readonly severity: string;
  readonly body: string;
}

/** Lays the findings of the last run out like records, so that they are filtered, sorted and added up in the same way. */
export function makeFindingView(db: Connection): void {
  db.exec(`DROP TABLE IF EXISTS temp.finding_view;
    CREATE TEMP TABLE finding_view (id INTEGER PRIMARY KEY, "severity" TEXT, "check" TEXT, "packageId" TEXT, "transactionId" TEXT, "product" TEXT,
      "quantity" INTEGER, "quantity_nano" INTEGER, "unit" TEXT, "money" INTEGER, "money_nano" INTEGER, "currency" TEXT, "rows" INTEGER, "status" TEXT, "key" TEXT)`);
  const insert = db.prepare(`INSERT INTO temp.finding_view VALUES (${Array.from({ length: 15 }, () => '?').join(', ')})`);
  const findings = db.prepare('SELECT position, key, check_id AS "check", severity, body FROM run_finding WHERE run = (SELECT max(id) FROM run) ORDER BY position').all() as Stored[];
  const standing = new Decisions(db, '').standings();
  db.transaction(() => {
    for (const { position, key, check, severity, body } of findings) {
      const one = JSON.parse(body) as Body;
      const { status } = standing({ key, check, packageId: one.packageId, product: one.product }, body);
      insert.run(position, severity, check, one.packageId, one.transactionId, one.product, ...columnsOf(one.quantity), one.unit, ...columnsOf(one.money), one.currency, one.rowCount, status, key);
    }
  })();
}

function columnsOf(digits: string | null): [bigint | string | null, number | null] {
  if (digits === null) return [null, null];
  const value = Decimal.of(digits);
  return value.isNarrow ? [BigInt(value.whole), value.nano] : [WIDE_MARK + value.toString(), null];
}
