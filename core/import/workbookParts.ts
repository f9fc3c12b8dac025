import { findEntry, entryChunks, type Archive } from './unzip.ts';
import { readError, type Reading } from './limits.ts';
import { isBuiltInDate, isDateCode } from './serialDate.ts';
import { readElements, type OnElement } from './xmlElements.ts';
import type { ZipEntry } from './zipDirectory.ts';

/** The small parts of a workbook: which sheets there are, where they lie, and which cell styles show dates. */

export interface SheetPart {
  readonly name: string;
  readonly entry: ZipEntry;
}

export interface Workbook {
  readonly sheets: readonly SheetPart[];
  readonly is1904: boolean;
  readonly sharedStrings: ZipEntry | null;
  readonly dateStyles: Uint8Array;
}

interface Relation {
  readonly id: string;
  /** The last word of its type: `worksheet`, `sharedStrings`; the rest differs between strict and transitional files. */
  readonly type: string;
  /** The part, from the root of the archive. */
  readonly target: string;
}

/** The name of the part that an office document begins with; `null` where the archive is none. */
export async function documentPart(archive: Archive): Promise<string | null> {
  if (findEntry(archive, '[Content_Types].xml') === undefined) return null;
  const relations = findEntry(archive, '_rels/.rels') === undefined ? [] : await relationsOf(archive, '');
  return relations.find((relation) => relation.type === 'officeDocument')?.target ?? findEntry(archive, 'xl/workbook.xml')?.name ?? null;
}

/** Hidden sheets are among the sheets; chart sheets and macros are not. A document of another program is refused: `file-not-a-table`. */
export async function readWorkbook(archive: Archive, part: string): Promise<Workbook> {
  const listed: { name: string; id: string }[] = [];
  let is1904 = false;
  await read(archive, part, (name, attributes, parent) => {
    if (parent === '' && name !== 'workbook') throw readError(archive.reading, 'file-not-a-table');
    if (name === 'sheet' && parent === 'sheets') listed.push({ name: attributes.get('name') ?? '', id: attributes.get('id') ?? '' });
    if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
  });
  const relations = await relationsOf(archive, part);
  const sheets: SheetPart[] = [];
  for (const { name, id } of listed) {
    const relation = relations.find((candidate) => candidate.id === id);
    if (relation === undefined) throw damaged(archive, part);
    if (relation.type === 'worksheet') sheets.push({ name, entry: entryOf(archive, relation.target) });
  }
  const strings = relations.find((relation) => relation.type === 'sharedStrings');
  const styles = relations.find((relation) => relation.type === 'styles');
  return {
    sheets,
    is1904,
    sharedStrings: strings === undefined ? null : entryOf(archive, strings.target),
    dateStyles: styles === undefined ? new Uint8Array(0) : await dateStylesOf(archive, styles.target),
  };
}

async function relationsOf(archive: Archive, part: string): Promise<readonly Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const relations: Relation[] = [];
  await read(archive, `${folder}_rels/${part.slice(folder.length)}.rels`, (name, attributes) => {
    if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
    relations.push({
      id: attributes.get('Id') ?? '',
      type: (attributes.get('Type') ?? '').split('/').at(-1)!,
      target: resolved(folder, attributes.get('Target') ?? ''),
    });
  });
  return relations;
}

/** A part's name as seen from a folder: `../a.xml`, `a.xml`, or `/xl/a.xml` from the root. */
function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).replaceAll('\\', '/').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** For each cell style (`cellXfs`) whether its number format shows a date. */
async function dateStylesOf(archive: Archive, part: string): Promise<Uint8Array> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  await read(archive, part, (name, attributes, parent) => {
    const format = Number(attributes.get('numFmtId') ?? 0);
    if (name === 'numFmt' && parent === 'numFmts') codes.set(format, attributes.get('formatCode') ?? '');
    if (name === 'xf' && parent === 'cellXfs') formats.push(format);
  });
  return Uint8Array.from(formats, (format) => {
    const code = codes.get(format);
    return Number(code === undefined ? isBuiltInDate(format) : isDateCode(code));
  });
}

async function read(archive: Archive, part: string, onElement: OnElement): Promise<void> {
  const entry = entryOf(archive, part);
  const limit = archive.reading.limits.workbookPartBytes;
  if (entry.bytes > limit) throw readError(archive.reading, 'workbook-too-large', { entry: part, limit });
  await readElements(archive.reading, part, entryChunks(archive, entry), onElement);
}

function entryOf(archive: Archive, part: string): ZipEntry {
  const entry = findEntry(archive, part);
  if (entry === undefined) throw damaged(archive, part);
  return entry;
}

function damaged({ reading }: { readonly reading: Reading }, part: string): Error {
  return readError(reading, 'workbook-damaged', { entry: part });
}
