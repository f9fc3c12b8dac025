import { invariant } from '../base/errors.ts';
import { utf8 } from './byteSink.ts';
import type { ColumnKind } from './cell.ts';
import { columnWidth } from './columnWidth.ts';
import { isPacked, unpacked } from './packed.ts';
import type { PackedRow, PackedRows } from './packed.ts';
import { packedCells } from './packedCells.ts';
import { BlockRows, SingleRows } from './rowSource.ts';
import type { OutRow, OutRows } from './rowSource.ts';
import { SharedStrings } from './sharedStrings.ts';
import { SheetNames, quotedSheetName } from './sheetNames.ts';
import { EXCEL_LIMITS, SheetPart, columnsOf } from './sheetXml.ts';
import type { LinkResolver, SheetLayout, SheetLimits, SheetRows } from './sheetXml.ts';
import { stylesXml } from './styles.ts';
import { appProperties, contentTypes, coreProperties, rootRelationships, workbookRelationships, workbookXml } from './workbookXml.ts';
import type { WorkbookProperties, WrittenSheet } from './workbookXml.ts';
import { writeZip } from './zip.ts';
import type { WriterCodecs, ZipPart } from './zip.ts';

export interface SheetSpec {
  /** Made to fit Excel's rules, and distinct from the other sheets' names. */
  readonly name: string;
  readonly columns: readonly { readonly header: string; readonly width?: number; readonly kind: ColumnKind }[];
  /** Opened when the sheet's turn comes, read once, and closed where the writing stops early. */
  readonly rows: OutRows | PackedRows;
  /** A cover sheet: no header row, no filter, no grid lines, rows of any length. */
  readonly headless?: boolean;
  /** Both are on unless turned off. */
  readonly autoFilter?: boolean;
  readonly freezeHeader?: boolean;
}

/** Widths are derived from so many first rows. */
const SAMPLE_ROWS = 200;

/**
 * An .xlsx workbook, as a stream of bytes; memory does not grow with the rows, and equal input makes equal bytes.
 *
 * Every text is a text cell: ids keep all digits, and nothing runs as a formula. A text of more than 32,767
 * characters, which Excel would refuse, ends in `…[cut, N characters]`. A number keeps 15 significant digits, as
 * in any spreadsheet, so an exact amount belongs into a text column with its number in a twin beside it.
 *
 * A sheet that is full (1,048,576 rows) goes on in `Name (2)`, `Name (3)`, …, each with the header. Throws whatever
 * `rows` throws, and stops as a broken promise where a number cell holds no number.
 *
 * The compressor's level is the caller's: at level 1 a million rows take two thirds of the time of level 6 and a
 * third more space. It runs on zlib's own thread beside this code, so levels up to 3 are nearly free.
 *
 * `limits` lowers Excel's limits, for tests.
 */
export function writeWorkbook(
  sheets: readonly SheetSpec[], codecs: WriterCodecs, properties: WorkbookProperties = {}, limits: Partial<SheetLimits> = {},
): AsyncGenerator<Uint8Array> {
  invariant(sheets.length > 0, 'a workbook has at least one sheet');
  return writeZip(workbookParts(sheets, properties, { ...EXCEL_LIMITS, ...limits }, codecs.held), codecs);
}

/** The first four parts are those by which tools recognise a workbook; the rest tells of the sheets, and so follows them. */
async function* workbookParts(sheets: readonly SheetSpec[], properties: WorkbookProperties, limits: SheetLimits, held: number | undefined): AsyncGenerator<ZipPart> {
  yield part('_rels/.rels', rootRelationships());
  yield part('docProps/core.xml', coreProperties(properties));
  yield part('docProps/app.xml', appProperties());
  yield part('xl/styles.xml', stylesXml());
  const names = new SheetNames();
  const firstNames = sheets.map(({ name }) => names.claim(name));
  const resolve = linkResolver(sheets, firstNames, limits.rows);
  const shared = new SharedStrings();
  const written: WrittenSheet[] = [];
  for (const [index, sheet] of sheets.entries()) {
    const rows = sheetRows(sheet.rows);
    try {
      const layout = await layoutOf(sheet, rows);
      const columns = columnsOf(layout);
      for (let number = 1; number === 1 || (await rows.source.peek(1)).length > 0; number += 1) {
        const sheetPart = new SheetPart(layout, columns, rows, shared, resolve, limits, held);
        yield { name: `xl/worksheets/sheet${written.length + 1}.xml`, content: sheetPart.xml(written.length === 0) };
        const name = number === 1 ? firstNames[index]! : names.claim(sheet.name, number);
        written.push({ name, filterRange: sheetPart.filterRange });
      }
    } finally {
      await rows.source.close();
    }
  }
  yield { name: 'xl/sharedStrings.xml', content: shared.xml() };
  yield part('xl/workbook.xml', workbookXml(written));
  yield part('xl/_rels/workbook.xml.rels', workbookRelationships(written.length));
  yield part('[Content_Types].xml', contentTypes(written.length));
}

function part(name: string, xml: string): ZipPart {
  return { name, content: [utf8(xml)] };
}

/** Rows of either kind; from here on nobody asks which. */
function sheetRows(rows: OutRows | PackedRows): SheetRows<unknown> {
  if (isPacked(rows)) return packedSheetRows(rows);
  const ordinary: SheetRows<OutRow> = { source: new SingleRows(rows), cellsOf: (row) => row };
  return ordinary;
}

function packedSheetRows({ columns, blocks }: PackedRows): SheetRows<PackedRow> {
  return {
    source: new BlockRows(blocks),
    cellsOf: (row) => unpacked(row, columns),
    writer: (sheet) => {
      invariant(columns.length === sheet.columns.length, 'a packed row has the columns of its sheet');
      const cells = columns.map((column, index) => packedCells(column, sheet.columns[index]!, sheet));
      return {
        put: (row) => {
          for (let index = 0; index < cells.length; index += 1) cells[index]!.put(row);
        },
      };
    },
  };
}

async function layoutOf(sheet: SheetSpec, rows: SheetRows<unknown>): Promise<SheetLayout> {
  const { columns, headless = false, autoFilter = true, freezeHeader = true } = sheet;
  const sample = columns.every(({ width }) => width !== undefined) ? [] : (await rows.source.peek(SAMPLE_ROWS)).map((row) => rows.cellsOf(row));
  const sized = columns.map(({ header, kind, width }, index) => ({
    header, kind, width: width ?? columnWidth(index, headless ? '' : header, sample),
  }));
  return { columns: sized, headless, autoFilter, freezeHeader };
}

/** Links lead into the first part of a sheet; a row beyond it cannot be known before it is written. */
function linkResolver(sheets: readonly SheetSpec[], names: readonly string[], maxRows: number): LinkResolver {
  return ({ sheet, row = 1 }) => {
    const index = sheets.findIndex(({ name }) => name === sheet);
    invariant(index >= 0, `a link leads to a sheet of the workbook: ${sheet}`);
    return row > maxRows ? null : `${quotedSheetName(names[index]!)}!A${row}`;
  };
}
