import { Decimal } from '../../base/decimal.ts';
import { WIDE_MARK } from '../columns.ts';
import { numbersOf } from '../decisions.ts';
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
  readonly status: string | null;
  readonly seen: string | null;
}

/** Lays the findings of the last run out like records, so that they are filtered, sorted and added up in the same way. */
export function makeFindingView(db: Connection): void {
  db.exec(`DROP TABLE IF EXISTS temp.finding_view;
    CREATE TEMP TABLE finding_view (id INTEGER PRIMARY KEY, "severity" TEXT, "check" TEXT, "packageId" TEXT, "transactionId" TEXT, "product" TEXT,
      "quantity" INTEGER, "quantity_nano" INTEGER, "unit" TEXT, "money" INTEGER, "money_nano" INTEGER, "currency" TEXT, "rows" INTEGER, "status" TEXT, "key" TEXT)`);
  const insert = db.prepare(`INSERT INTO temp.finding_view VALUES (${Array.from({ length: 15 }, () => '?').join(', ')})`);
  const findings = db.prepare(`SELECT f.position, f.key, f.check_id AS "check", f.severity, f.body, d.state AS status, d.seen
    FROM run_finding AS f LEFT JOIN decision AS d ON d.key = f.key WHERE f.run = (SELECT max(id) FROM run) ORDER BY f.position`).all() as Stored[];
  db.transaction(() => {
    for (const { position, key, check, severity, body, status, seen } of findings) {
      const one = JSON.parse(body) as Body;
      insert.run(position, severity, check, one.packageId, one.transactionId, one.product, ...columnsOf(one.quantity), one.unit, ...columnsOf(one.money), one.currency, one.rowCount, seen === numbersOf(body) ? status : 'open', key);
    }
  })();
}

function columnsOf(digits: string | null): [bigint | string | null, number | null] {
  if (digits === null) return [null, null];
  const value = Decimal.of(digits);
  return value.isNarrow ? [BigInt(value.whole), value.nano] : [WIDE_MARK + value.toString(), null];
}
