import { AppError, refusal, type Refusal } from '../base/errors.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { CivilTime } from '../base/time.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { PrintedScale, RowCounts, UnknownWord, Window } from '../fields/facts.ts';
import type { FieldValue } from '../fields/field.ts';
import { textOf } from './cellText.ts';
import type { Rejection } from './columnSteps.ts';
import { HEADER_ROWS, detect, type Recognition } from './detect.ts';
import { rowReader, type RowReader } from './readRow.ts';
import type { Cell, SourceRow, Table } from './table.ts';

/** A row that was set aside, with all its cells as they stand. */
export interface RejectedRecord extends Rejection {
  readonly line: number;
  readonly cells: readonly string[];
  readonly known: Readonly<Record<string, string | number>>;
}

/** Where the rows of a table go. */
export interface RowSink {
  /** Takes a row (the arrays are reused for the next one); answers whether it is new. */
  row(values: readonly FieldValue[], extra: string | null, line: number): boolean;
  reject(record: RejectedRecord): void;
  /** Hears every record as it stands, the header first, so that a row can be shown as its file has it. */
  source?(line: number, cells: readonly Cell[]): void;
}

/** What is known of a table once it is read. */
export interface TableFacts {
  readonly recognition: Recognition;
  readonly counts: RowCounts;
  readonly scales: Readonly<Record<string, PrintedScale>>;
  readonly unknownWords: readonly UnknownWord[];
  /** First to last usage time of the rows of a deduction table. */
  readonly usage: Window | null;
  /** Products of a deduction table, in order. */
  readonly products: readonly string[];
}

export interface ImportOptions {
  /** Asked after every batch of rows; `true` stops the import with `cancelled`. */
  readonly shouldStop?: () => boolean;
  /** Called after every batch with the rows read so far; a promise is waited for, so that the host can take a breath. */
  readonly onRows?: (rows: number) => Promise<void> | undefined;
}

/**
 * Reads one table to its end. `open` is called once the table is recognised and before its first row. A table that is
 * refused, also in the middle, leaves to the caller what to do with the rows already given.
 */
export async function importTable(table: Table, open: (recognition: Recognition) => RowSink, options: ImportOptions = {}): Promise<Result<TableFacts, Refusal>> {
  const batches = table.rows()[Symbol.asyncIterator]();
  try {
    const head: SourceRow[] = [];
    while (head.length < HEADER_ROWS) {
      const batch = await nextBatch(batches);
      if (!batch.ok) return batch;
      if (batch.value === null) break;
      head.push(...batch.value);
    }
    if (head.length === 0) return fail(refusal('header-missing', { seen: '' }));
    const detected = detect(head);
    if (!detected.ok) return detected;
    const sink = open(detected.value);
    const header = head[detected.value.headerAt]!;
    sink.source?.(header.line, header.cells);
    const reading = new TableReading(detected.value, sink);
    reading.take(head.slice(detected.value.headerAt + 1));
    for (;;) {
      if (options.shouldStop?.() === true) throw new AppError('cancelled');
      const pause = options.onRows?.(reading.read);
      if (pause !== undefined) await pause;
      const batch = await nextBatch(batches);
      if (!batch.ok) return batch;
      if (batch.value === null) break;
      reading.take(batch.value);
    }
    return reading.finish();
  } finally {
    await batches.return?.();
  }
}

/** The next rows, `null` at the end; what the reader throws about the file becomes a refusal. */
async function nextBatch(batches: AsyncIterator<readonly SourceRow[]>): Promise<Result<readonly SourceRow[] | null, Refusal>> {
  try {
    const next = await batches.next();
    return ok(next.done === true ? null : next.value);
  } catch (error) {
    if (error instanceof AppError) return fail(refusal(error.code, error.values));
    throw error;
  }
}

class TableReading {
  read = 0;
  private stored = 0;
  private known = 0;
  private ignored = 0;
  private rejected = 0;
  private first: CivilTime | null = null;
  private last: CivilTime | null = null;
  private readonly products = new Set<string>();
  private readonly reader: RowReader;
  private readonly recognition: Recognition;
  private readonly sink: RowSink;
  private readonly places: { readonly start: number; readonly end: number; readonly product: number } | null;

  constructor(recognition: Recognition, sink: RowSink) {
    this.recognition = recognition;
    this.sink = sink;
    this.reader = rowReader(recognition);
    const keys = CATALOGUES[recognition.kind].fields.map((field) => field.key);
    this.places = recognition.kind === 'deductions'
      ? { start: keys.indexOf('usageStart'), end: keys.indexOf('usageEnd'), product: keys.indexOf('product') }
      : null;
  }

  take(rows: readonly SourceRow[]): void {
    const { reader, sink } = this;
    for (const row of rows) {
      this.read += 1;
      sink.source?.(row.line, row.cells);
      const outcome = reader.read(row);
      if (outcome === 'row') {
        if (sink.row(reader.values, reader.extra, row.line)) this.stored += 1;
        else this.known += 1;
        if (this.places !== null) this.note(reader.values, this.places);
      } else if (outcome === 'ignored') this.ignored += 1;
      else {
        this.rejected += 1;
        sink.reject({ ...outcome, line: row.line, cells: row.cells.map(textOf), known: reader.known() });
      }
    }
  }

  private note(values: readonly FieldValue[], places: { readonly start: number; readonly end: number; readonly product: number }): void {
    const start = values[places.start] as CivilTime | null;
    const end = values[places.end] as CivilTime | null;
    if (start !== null && (this.first === null || start < this.first)) this.first = start;
    if (end !== null && (this.last === null || end > this.last)) this.last = end;
    const product = values[places.product] as string | null;
    if (product !== null) this.products.add(product);
  }

  finish(): Result<TableFacts, Refusal> {
    const { read, stored, known, ignored, rejected, first, last, recognition } = this;
    if (read === ignored) return fail(refusal('header-without-rows', { kind: recognition.kind }));
    return ok({
      recognition,
      counts: { read, stored, known, ignored, rejected },
      scales: this.reader.scales(),
      unknownWords: this.reader.unknownWords(),
      usage: first === null || last === null ? null : { start: first, end: Math.max(first, last) },
      products: [...this.products].sort((a, b) => (a < b ? -1 : 1)),
    });
  }
}
