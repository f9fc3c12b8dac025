import { renderCsv, type Demo, type DemoFile } from '../../core/demo/index.ts';
import type { FoundFinding } from '../../core/demo/verify.ts';
import { parseCivil } from '../../core/base/time.ts';
import { builtInBasis } from '../../core/host/basis.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles, type ImportReport, type SourceFile } from '../../core/host/importFiles.ts';
import type { Dataset } from '../../core/fields/facts.ts';
import type { Check } from '../../core/reconcile/check.ts';
import type { Finding } from '../../core/reconcile/finding.ts';
import { reconcile, type Reconciliation } from '../../core/reconcile/reconcile.ts';
import { Store } from '../../core/store/store.ts';

/** The whole way from a demo's rows to findings: bytes in memory, import, temporary project, checks. */

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le';

export const ENCODINGS: readonly Encoding[] = ['utf-8-bom', 'utf-8', 'utf-16le'];

export function bytesOf(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-16le') return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
  return new TextEncoder().encode(encoding === 'utf-8-bom' ? `\uFEFF${text}` : text);
}

export function sourcesOf(demo: Demo, encoding: Encoding): SourceFile[] {
  return demo.files.filter(({ taken }) => taken === undefined).map((file) => sourceIn(file, encoding));
}

function sourceIn(file: DemoFile, encoding: Encoding): SourceFile {
  return sourceOf(file.name, bytesOf([...renderCsv(file)].join(''), encoding));
}

function sourceOf(name: string, bytes: Uint8Array): SourceFile {
  return { name, source: { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) } };
}

export interface Outcome {
  readonly report: ImportReport;
  readonly run: Reconciliation;
  /** The findings with names of files instead of their numbers. */
  readonly found: readonly FoundFinding[];
}

type Order = (files: SourceFile[]) => SourceFile[];

/** Imports the files in the given order into a project that is gone afterwards. */
export async function withImported<T>(demo: Demo, encoding: Encoding, order: Order, use: (data: Dataset, report: ImportReport) => T): Promise<T> {
  const store = Store.temporary();
  try {
    const earlier = demo.files.filter(({ taken }) => taken !== undefined);
    for (const file of earlier) await importFiles(store, [sourceIn(file, encoding)], { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z', snapshot: parseCivil(file.taken!)! });
    const report = await importFiles(store, order(sourcesOf(demo, encoding)), { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z', snapshot: parseCivil(demo.snapshot)! });
    return use(store.dataset(), report);
  } finally {
    store.close();
  }
}

export async function reconcileDemo(demo: Demo, checks: readonly Check[], encoding: Encoding, order: Order = (files) => files): Promise<Outcome> {
  return withImported(demo, encoding, order, (data, report) => {
    const run = reconcile(data, checks, { basis: { ...builtInBasis(), totals: demo.totals } });
    const names = new Map(data.files.map((file) => [file.id, file.name]));
    return { report, run, found: run.findings.map((finding) => foundOf(finding, names)) };
  });
}

function foundOf(finding: Finding, names: ReadonlyMap<number, string>): FoundFinding {
  return {
    check: finding.check, severity: finding.severity, packageId: finding.packageId, transactionId: finding.transactionId, product: finding.product,
    quantity: finding.quantity?.toString() ?? null, money: finding.money?.toString() ?? null,
    rows: finding.rows.map((row) => ({ file: names.get(row.file) ?? '?' })),
    why: finding.why.map((sentence) => `${sentence.id} ${JSON.stringify(sentence.values)}`),
  };
}
