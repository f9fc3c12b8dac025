import { Decimal } from '../../base/decimal.ts';
import { DAY, formatCivil } from '../../base/time.ts';
import type { Scope } from '../../fields/views.ts';
import { decimalOf } from '../rowDecoder.ts';
import { wherePiece } from './viewQuery.ts';
import type { ViewReader } from './viewReader.ts';

const SOON = 30 * DAY;
const SHOWN = 10;

export interface PackagesAtRisk {
  readonly total: number;
  readonly active: number;
  readonly expiring: number;
  readonly snapshot: string | null;
  readonly atRisk: {
    readonly row: number; readonly packageId: string; readonly packageName: string | null; readonly product: string | null; readonly expiry: string | null;
    readonly days: number | null; readonly remaining: string | null; readonly total: string | null; readonly unit: string | null; readonly usedPercent: string | null;
  }[];
}

interface Row {
  readonly id: number;
  readonly packageId: string;
  readonly packageName: string | null;
  readonly product: string | null;
  readonly status: string | null;
  readonly expiry: number | null;
  readonly remaining: number | string | null;
  readonly remaining_nano: number | null;
  readonly total: number | string | null;
  readonly total_nano: number | null;
  readonly unit: string | null;
  readonly snapshot: number | null;
}

/** Packages by their last overview: those that end soon, the soonest first. "Now" is the last snapshot, never this machine's clock. */
export function packagesAtRisk({ db }: ViewReader, scope: Scope): PackagesAtRisk {
  const where = wherePiece({ view: 'packages', filters: [], quick: '', sort: [], scope: scope.accounts === undefined ? {} : { accounts: scope.accounts } });
  const text = (column: string): string => `(SELECT value FROM text WHERE id = r."${column}") AS "${column}"`;
  const rows = db.prepare(`SELECT r.id, r."packageId", ${text('packageName')}, ${text('product')}, ${text('status')}, ${text('unit')}, r."expiry", r."remaining", r."remaining_nano", r."total", r."total_nano",
      f.snapshot FROM package_row AS r JOIN file AS f ON f.id = r.file ${where.sql} ORDER BY f.snapshot, r.id`).all(...where.bound) as Row[];
  const last = new Map(rows.map((row) => [row.packageId, row]));
  const snapshot = rows.reduce<number | null>((latest, row) => (row.snapshot !== null && (latest === null || row.snapshot > latest) ? row.snapshot : latest), null);
  const active = [...last.values()].filter((row) => row.status === 'valid');
  const soon = active.filter((row) => snapshot !== null && row.expiry !== null && row.expiry >= snapshot && row.expiry - snapshot <= SOON).sort((a, b) => a.expiry! - b.expiry!);
  return {
    total: last.size,
    active: active.length,
    expiring: soon.length,
    snapshot: snapshot === null ? null : formatCivil(snapshot),
    atRisk: soon.slice(0, SHOWN).map((row) => shown(row, snapshot!)),
  };
}

function shown(row: Row, now: number): PackagesAtRisk['atRisk'][number] {
  const remaining = decimalOf(row.remaining, row.remaining_nano);
  const total = decimalOf(row.total, row.total_nano);
  const used = remaining === null || total === null || total.isZero() ? null : total.minus(remaining).times(Decimal.ofInteger(100)).dividedBy(total, 1);
  return {
    row: row.id, packageId: row.packageId, packageName: row.packageName, product: row.product, unit: row.unit,
    expiry: row.expiry === null ? null : formatCivil(row.expiry),
    days: row.expiry === null ? null : Math.floor((row.expiry - now) / DAY),
    remaining: remaining?.toString() ?? null,
    total: total?.toString() ?? null,
    usedPercent: used?.toString() ?? null,
  };
}
