import { zip, type ZipMember } from './zip.ts';

/** Writes .xlsx files out of XML that a test states word for word. */
export interface WorkbookParts {
  /** The XML of each worksheet by the name of the sheet: all of it, or rows to be put into one. */
  readonly sheets: Readonly<Record<string, string>>;
  /** The `<si>` elements, or the whole part. */
  readonly strings?: string;
  /** The `<numFmts>`, `<cellXfs>` and so on, or the whole part. */
  readonly styles?: string;
  readonly is1904?: boolean;
  /** Further or replaced entries. */
  readonly more?: readonly ZipMember[];
  /** How the worksheets are packed. */
  readonly member?: Partial<ZipMember>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function whole(root: string, content: string): string {
  return content.startsWith('<?xml') || content.startsWith(`<${root}`) ? content : `${HEAD}<${root} xmlns="${MAIN}">${content}</${root}>`;
}

export function sheetXml(rows: string): string {
  return /^<(?:\?xml|(?:\w+:)?worksheet)/.test(rows) ? rows : `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetData>${rows}</sheetData></worksheet>`;
}

/** The entries of a workbook, so that a test can leave some out. */
export function workbookMembers(parts: WorkbookParts): ZipMember[] {
  const names = Object.keys(parts.sheets);
  const relations = [
    ...names.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`),
    ...(parts.strings === undefined ? [] : [`<Relationship Id="rIdS" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`]),
    ...(parts.styles === undefined ? [] : [`<Relationship Id="rIdF" Type="${OFFICE}/styles" Target="/xl/styles.xml"/>`]),
  ];
  const type = (part: string, kind: string): string => `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const types = [
    type('workbook.xml', 'sheet.main'),
    ...(parts.strings === undefined ? [] : [type('sharedStrings.xml', 'sharedStrings')]),
    ...(parts.styles === undefined ? [] : [type('styles.xml', 'styles')]),
    ...names.map((_, index) => type(`worksheets/sheet${index + 1}.xml`, 'worksheet')),
  ];
  const sheets = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}"${name.startsWith('hidden') ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`);
  const members: ZipMember[] = [
    { name: '[Content_Types].xml', content: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types.join('')}</Types>` },
    { name: '_rels/.rels', content: `${HEAD}<Relationships><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    { name: 'xl/workbook.xml', content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${parts.is1904 ? ' date1904="1"' : ''}/><sheets>${sheets.join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', content: `${HEAD}<Relationships>${relations.join('')}</Relationships>` },
    ...names.map((name, index): ZipMember => ({ name: `xl/worksheets/sheet${index + 1}.xml`, content: sheetXml(parts.sheets[name]!), ...parts.member })),
    ...(parts.strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: whole('sst', parts.strings) }]),
    ...(parts.styles === undefined ? [] : [{ name: 'xl/styles.xml', content: whole('styleSheet', parts.styles) }]),
  ];
  const more = new Map((parts.more ?? []).map((member) => [member.name, member]));
  return [...members.filter((member) => !more.has(member.name)), ...more.values()];
}

export function workbook(parts: WorkbookParts): Uint8Array {
  return zip(workbookMembers(parts));
}
