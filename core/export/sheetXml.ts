import { invariant } from '../base/errors.ts';
import { ByteSink } from './byteSink.ts';
import type { CellLink, ColumnKind } from './cell.ts';
import { CellColumn, CellWriter } from './cellXml.ts';
import type { OutRow, RowSource } from './rowSource.ts';
import type { SharedStrings } from './sharedStrings.ts';
import { columnLetters } from './sheetNames.ts';
import { formatIndex } from './styles.ts';
import { xmlEscaped } from './xmlText.ts';

/** What a sheet can take before its rows go on in the next; the limits are Excel's, tests lower them. */
export interface SheetLimits {
  readonly rows: number;
  /**
   * Bytes of one sheet's XML. Excel asks to repair a workbook whose entry needs zip64 sizes after a streamed
   * header (rzymek.github.io/post/excel-zip64), so no sheet comes near 4 GiB.
   */
  readonly bytes: number;
  /** Hyperlinks of one sheet; further ones stay plain text. */
  readonly links: number;
}

export const EXCEL_LIMITS: SheetLimits = { rows: 1_048_576, bytes: 4_000_000_000, links: 65_530 };

const MAX_COLUMNS = 16_384;

/** As much as the compressor takes at a time: cutting a sheet into smaller pieces makes the file larger. */
const SHEET_PIECE_BYTES = 1024 * 1024;

/** How all parts of one sheet look. */
export interface SheetLayout {
  readonly columns: readonly { readonly header: string; readonly kind: ColumnKind; readonly width: number }[];
  readonly headless: boolean;
  readonly autoFilter: boolean;
  readonly freezeHeader: boolean;
}

export function columnsOf({ columns }: SheetLayout): CellColumn[] {
  return columns.map(({ kind }, index) => new CellColumn(index, kind));
}

/** The place that a link jumps to, as `'Name'!A1`; `null` where no sheet has such a row. */
export type LinkResolver = (link: CellLink) => string | null;

/** Rows of a sheet, and who writes their cells. */
export interface SheetRows<Row> {
  readonly source: RowSource<Row>;
  /** The cells of one row as ordinary ones: widths are derived from the first rows. */
  cellsOf(row: Row): OutRow;
  /** Who writes the rows of `sheet`, where they are not ordinary ones. */
  writer?(sheet: SheetPart<Row>): RowWriter<Row>;
}

export interface RowWriter<Row> {
  put(row: Row): void;
}

/** One sheet of the workbook while it is written; a long `SheetSpec` becomes several. */
export class SheetPart<Row> {
  readonly sink: ByteSink;
  readonly shared: SharedStrings;
  readonly writer: CellWriter;
  readonly columns: CellColumn[];
  private readonly layout: SheetLayout;
  private readonly rows: SheetRows<Row>;
  private readonly limits: SheetLimits;
  private readonly resolve: LinkResolver;
  private readonly links: string[] = [];
  private row = 0;

  /** `columns` are those of `columnsOf`, the same for all parts of a sheet. */
  constructor(layout: SheetLayout, columns: CellColumn[], rows: SheetRows<Row>, shared: SharedStrings, resolve: LinkResolver, limits: SheetLimits, held?: number) {
    this.layout = layout;
    this.rows = rows;
    this.shared = shared;
    this.limits = limits;
    this.resolve = resolve;
    this.sink = new ByteSink(SHEET_PIECE_BYTES, held);
    this.writer = new CellWriter(this.sink, shared);
    this.columns = columns;
  }

  /** The range from the header to the last row, such as `$A$1:$T$100`; `null` where there is nothing to filter. */
  get filterRange(): string | null {
    const { autoFilter, columns, headless } = this.layout;
    return autoFilter && !headless && columns.length > 0 ? `$A$1:$${columnLetters(columns.length - 1)}$${this.row}` : null;
  }

  /** The sheet's XML in pieces. Ends with the rows or where a limit is met; the source keeps the rest. */
  async *xml(selected: boolean): AsyncGenerator<Uint8Array> {
    const { sink, writer, limits, rows } = this;
    sink.write(this.head(selected));
    if (!this.layout.headless) {
      this.row += 1;
      writer.startRow(this.row);
      this.put(this.layout.columns.map(({ header }) => ({ text: header, style: 'header' })));
      writer.endRow();
    }
    const headRows = this.row;
    invariant(limits.rows > headRows, 'a sheet has room for a row');
    const cells = rows.writer?.(this) ?? { put: (row: Row) => this.put(rows.cellsOf(row)) };
    while (this.row < limits.rows && (this.row === headRows || sink.total < limits.bytes)) {
      const next = rows.source.next();
      const row = next instanceof Promise ? await next : next;
      if (row === null) break;
      this.row += 1;
      writer.startRow(this.row);
      cells.put(row);
      writer.endRow();
      if (sink.hasComplete) yield* sink.take();
    }
    sink.write(this.tail());
    yield* sink.takeAll();
  }

  private put(row: OutRow): void {
    for (let index = 0; index < row.length; index += 1) {
      const cell = row[index]!;
      const column = this.columns[index] ?? this.addColumn(index);
      this.writer.put(cell, column);
      if (cell !== null && typeof cell === 'object' && 'link' in cell && cell.link !== undefined) this.addLink(cell.link, index);
    }
  }

  /** A cover sheet may have rows of any length; a table's rows have at most the cells of its columns. */
  private addColumn(index: number): CellColumn {
    invariant(this.layout.headless && index < MAX_COLUMNS, 'a row has no more cells than its sheet has columns');
    const column = new CellColumn(index, 'text');
    this.columns[index] = column;
    return column;
  }

  private addLink(link: CellLink, column: number): void {
    const location = this.resolve(link);
    if (location === null || this.links.length >= this.limits.links) return;
    this.links.push(`<hyperlink ref="${columnLetters(column)}${this.row}" location="${xmlEscaped(location)}"/>`);
  }

  private head(selected: boolean): string {
    const { columns, headless, freezeHeader } = this.layout;
    invariant(columns.length <= MAX_COLUMNS, 'a sheet has at most 16384 columns');
    const pane = headless || !freezeHeader
      ? ''
      : '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>';
    const view = `<sheetView${headless ? ' showGridLines="0"' : ''}${selected ? ' tabSelected="1"' : ''} workbookViewId="0">${pane}</sheetView>`;
    const widths = columns.map(({ kind, width }, index) => {
      const format = formatIndex('plain', kind === 'number' ? 'general' : kind);
      return `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${format}" customWidth="1"/>`;
    });
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
      + '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
      + `<sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>`
      + `${widths.length > 0 ? `<cols>${widths.join('')}</cols>` : ''}<sheetData>`;
  }

  private tail(): string {
    const filter = this.filterRange === null ? '' : `<autoFilter ref="${this.filterRange.replaceAll('$', '')}"/>`;
    const links = this.links.length === 0 ? '' : `<hyperlinks>${this.links.join('')}</hyperlinks>`;
    // Ids are text on purpose: without this Excel marks each of them as a mistake.
    const used = `A1:${columnLetters(Math.max(0, this.columns.length - 1))}${Math.max(1, this.row)}`;
    return `</sheetData>${filter}${links}<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>`
      + `<ignoredErrors><ignoredError sqref="${used}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
  }
}
