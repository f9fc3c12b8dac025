import { AppError, refusal, type Refusal } from '../base/errors.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { CivilTime } from '../base/time.ts';
import type { PrintedScale, RowCounts, TotalsRow, UnknownWord, Window } from '../fields/facts.ts';
import type { RawPiece, RowBatch, SetAside } from '../fields/rowBatch.ts';
import type { BatchBuilder } from './batchBuilder.ts';
import { textOf } from './cellText.ts';
import type { ByteRecords } from './byteRecords.ts';
import { HEADER_ROWS, detect, type Recognition } from './detect.ts';
import { RawGatherer } from './rawGatherer.ts';
import { rowReader, type RowOutcome, type RowReader } from './readRow.ts';
import type { SourceRow, Table } from './table.ts';

/** What is known of a table once it is read. */
export interface TableFacts {
  readonly recognition: Recognition;
  /** How many rows became values, were no records, were set aside; `read` is their sum. */
  readonly counts: Pick<RowCounts, 'read' | 'ignored' | 'rejected'>;
  readonly scales: Readonly<Record<string, PrintedScale>>;
  readonly unknownWords: readonly UnknownWord[];
  /** Rows of a bill that sum up all lines above them. */
  readonly totals: readonly TotalsRow[];
  /** First to last usage time of the rows of a deduction table. */
  readonly usage: Window | null;
  /** Products of a deduction table, in order. */
  readonly products: readonly string[];
}

/** What comes of a table, piece by piece: it is recognised, then rows, and at the end it is read or refused. */
export type TablePiece =
  | { readonly is: 'recognised'; readonly recognition: Recognition }
  | RowsPiece
  | { readonly is: 'read'; readonly facts: TableFacts }
  /** Also in the middle: what to do with the rows already given is left to the caller. */
  | { readonly is: 'refused'; readonly refusal: Refusal };

export interface RowsPiece {
  readonly is: 'rows';
  /** Rows read so far. */
  readonly read: number;
  /** Valid until the next piece is asked for, which fills the same arrays. */
  readonly batch: RowBatch;
  readonly setAside: readonly SetAside[];
  /** The records as they stand, the header first, so that a row can be shown as its file has it; as long as `batch`. */
  readonly raw: readonly RawPiece[];
}

/** More totals rows of one table are not told apart. */
const MOST_TOTALS = 10;

/** A piece is handed on when it has so many rows; a batch of the reader is never taken apart. */
const ROWS_PER_PIECE = 1024;

/** Reads one table to its end. A caller that stops asking stops the reading as well. */
export async function* tablePieces(table: Table): AsyncGenerator<TablePiece> {
  const batches = table.rows()[Symbol.asyncIterator]();
  try {
    const head = await headOf(batches);
    if (!head.ok) {
      yield { is: 'refused', refusal: head.error };
      return;
    }
    const detected = head.value.rows.length === 0 ? fail(refusal('header-missing', { seen: '' })) : detect(head.value.rows);
    if (!detected.ok) {
      yield { is: 'refused', refusal: detected.error };
      return;
    }
    yield { is: 'recognised', recognition: detected.value };
    const reading = new TableReading(detected.value);
    let before = 0;
    for (const batch of head.value.batches) {
      reading.take(batch, detected.value.headerAt - before);
      before += batch.count;
    }
    yield* piecesOf(reading, batches);
  } finally {
    await batches.return?.();
  }
}

/** So many batches as the header may stand in, and the first rows of them. */
async function headOf(batches: AsyncIterator<ByteRecords>): Promise<Result<{ batches: readonly ByteRecords[]; rows: readonly SourceRow[] }, Refusal>> {
  const held: ByteRecords[] = [];
  const rows: SourceRow[] = [];
  while (rows.length < HEADER_ROWS) {
    const batch = await nextBatch(batches);
    if (!batch.ok) return batch;
    if (batch.value === null) break;
    batch.value.isHeld = true;
    held.push(batch.value);
    for (let at = 0; at < batch.value.count && rows.length < HEADER_ROWS; at += 1) rows.push(batch.value.row(at));
  }
  return ok({ batches: held, rows });
}

async function* piecesOf(reading: TableReading, batches: AsyncIterator<ByteRecords>): AsyncGenerator<TablePiece> {
  for (;;) {
    if (reading.isFull) {
      yield reading.piece();
      reading.startPiece();
    }
    const batch = await nextBatch(batches);
    if (!batch.ok) {
      yield { is: 'refused', refusal: batch.error };
      return;
    }
    if (batch.value === null) break;
    reading.take(batch.value, NO_HEADER);
  }
  yield reading.end();
  yield reading.outcome();
}

/** The next rows, `null` at the end; what the reader throws about the file becomes a refusal. */
async function nextBatch(batches: AsyncIterator<ByteRecords>): Promise<Result<ByteRecords | null, Refusal>> {
  try {
    const next = await batches.next();
    return ok(next.done === true ? null : next.value);
  } catch (error) {
    if (error instanceof AppError) return fail(refusal(error.code, error.values));
    throw error;
  }
}

/** Of a batch behind the header. */
const NO_HEADER = -1;

class TableReading {
  private read = 0;
  private ignored = 0;
  private rejected = 0;
  private first: CivilTime | null = null;
  private last: CivilTime | null = null;
  private lastProduct = Number.NaN;
  private readonly products = new Set<string>();
  private readonly reader: RowReader;
  private readonly batch: BatchBuilder;
  private readonly recognition: Recognition;
  private readonly raw = new RawGatherer();
  private setAside: SetAside[] = [];
  private readonly totals: TotalsRow[] = [];
  private readonly places: { readonly start: number; readonly end: number; readonly product: number } | null;

  constructor(recognition: Recognition) {
    this.recognition = recognition;
    this.reader = rowReader(recognition);
    this.batch = this.reader.batch;
    const keys = this.batch.fields.map((field) => field.key);
    this.places = recognition.kind === 'deductions'
      ? { start: keys.indexOf('usageStart'), end: keys.indexOf('usageEnd'), product: keys.indexOf('product') }
      : null;
  }

  get isFull(): boolean {
    return this.batch.count + this.setAside.length >= ROWS_PER_PIECE;
  }

  /** Reads the rows of a batch behind the header, which stands at `header` or in an earlier batch; rows above it are nothing. */
  take(records: ByteRecords, header: number): void {
    const from = Math.max(0, header);
    const { count } = records;
    if (from >= count) return;
    this.raw.add(records, from, count);
    for (let at = from; at < count; at += 1) {
      if (at === header) continue;
      this.read += 1;
      this.place(this.reader.read(records, at), records, at);
    }
  }

  private place(outcome: RowOutcome, records: ByteRecords, at: number): void {
    const { reader, batch } = this;
    if (outcome === 'row') {
      if (this.places !== null) this.note(this.places);
      batch.keepRow(reader.extra);
    } else if (outcome === 'ignored' || outcome === 'total') {
      if (outcome === 'total') this.noteTotal(records, at);
      this.ignored += 1;
    } else {
      this.rejected += 1;
      const { line, cells } = records.row(at);
      this.setAside.push({ ...outcome, line, cells: cells.map(textOf), known: reader.known() });
    }
  }

  private note(places: { readonly start: number; readonly end: number; readonly product: number }): void {
    const { batch } = this;
    const start = batch.number(places.start);
    const end = batch.number(places.end);
    // An absent time is NaN, which is neither less nor greater.
    if (start < (this.first ?? Number.POSITIVE_INFINITY)) this.first = start;
    if (end > (this.last ?? Number.NEGATIVE_INFINITY)) this.last = end;
    const product = batch.number(places.product);
    if (product === this.lastProduct || Number.isNaN(product)) return;
    this.lastProduct = product;
    this.products.add(batch.words.textOf(product));
  }

  private noteTotal(records: ByteRecords, at: number): void {
    if (this.recognition.kind !== 'bill' || this.totals.length === MOST_TOTALS) return;
    const amounts = this.reader.amountsIn(records, at);
    // This row is counted as read already.
    if (Object.keys(amounts).length > 0) this.totals.push({ line: records.lines[at]!, before: this.read - 1 - this.ignored, amounts });
  }

  piece(): RowsPiece {
    return { is: 'rows', read: this.read, batch: this.batch.take(), setAside: this.setAside, raw: this.raw.taken() };
  }

  /** What was handed on is no longer needed. */
  startPiece(): void {
    this.setAside = [];
    this.batch.startBatch();
    this.raw.startPiece();
    if (!this.batch.words.areMany) return;
    this.reader.forgetWords();
    this.lastProduct = Number.NaN;
  }

  /** The last piece. */
  end(): RowsPiece {
    this.raw.end();
    return this.piece();
  }

  outcome(): TablePiece {
    const { read, ignored, rejected, first, last, recognition } = this;
    if (read === ignored) return { is: 'refused', refusal: refusal('header-without-rows', { kind: recognition.kind }) };
    return {
      is: 'read',
      facts: {
        recognition,
        counts: { read, ignored, rejected },
        scales: this.reader.scales(),
        unknownWords: this.reader.unknownWords(),
        totals: this.totals,
        usage: first === null || last === null ? null : { start: first, end: Math.max(first, last) },
        products: [...this.products].sort((a, b) => (a < b ? -1 : 1)),
      },
    };
  }
}
