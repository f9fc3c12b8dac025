import { invariant } from '../base/errors.ts';
import { quotedSheetName } from './sheetNames.ts';
import { xmlEscaped } from './xmlText.ts';

/** The small parts of a workbook: which sheets there are, and what the file says about itself. */

export interface WorkbookProperties {
  readonly title?: string;
  readonly creator?: string;
  /** Moment of writing, given by the caller: `2025-08-01` or `2025-08-01T00:00:00Z` (or with `+08:00`). */
  readonly created?: string;
}

/** A sheet that has been written. */
export interface WrittenSheet {
  readonly name: string;
  /** `$A$1:$T$100`, or `null` without a filter. */
  readonly filterRange: string | null;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const lines = targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`);
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`;
}

export function rootRelationships(): string {
  return relationships([
    [`${OFFICE}/relationships/officeDocument`, 'xl/workbook.xml'],
    [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    [`${OFFICE}/relationships/extended-properties`, 'docProps/app.xml'],
  ]);
}

/** Sheet `n` has the relationship `rId<n>`. */
export function workbookRelationships(sheetCount: number): string {
  const sheets = Array.from({ length: sheetCount }, (_, index) => [`${OFFICE}/relationships/worksheet`, `worksheets/sheet${index + 1}.xml`] as const);
  return relationships([...sheets, [`${OFFICE}/relationships/styles`, 'styles.xml'], [`${OFFICE}/relationships/sharedStrings`, 'sharedStrings.xml']]);
}

export function contentTypes(sheetCount: number): string {
  const parts = [
    ['xl/workbook.xml', `${SPREADSHEET_TYPE}.sheet.main+xml`],
    ...Array.from({ length: sheetCount }, (_, index) => [`xl/worksheets/sheet${index + 1}.xml`, `${SPREADSHEET_TYPE}.worksheet+xml`]),
    ['xl/styles.xml', `${SPREADSHEET_TYPE}.styles+xml`],
    ['xl/sharedStrings.xml', `${SPREADSHEET_TYPE}.sharedStrings+xml`],
    ['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
  ];
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
    + `<Default Extension="xml" ContentType="application/xml"/>${parts.map(([name, type]) => `<Override PartName="/${name}" ContentType="${type}"/>`).join('')}</Types>`;
}

/** `_FilterDatabase` is what LibreOffice takes the filtered range from; Excel writes it for every filter. */
export function workbookXml(sheets: readonly WrittenSheet[]): string {
  const list = sheets.map(({ name }, index) => `<sheet name="${xmlEscaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const filters = sheets.flatMap(({ name, filterRange }, index) => (filterRange === null
    ? []
    : [`<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${xmlEscaped(`${quotedSheetName(name)}!${filterRange}`)}</definedName>`]));
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><workbookPr/><bookViews><workbookView activeTab="0"/></bookViews>`
    + `<sheets>${list.join('')}</sheets>${filters.length === 0 ? '' : `<definedNames>${filters.join('')}</definedNames>`}</workbook>`;
}

export function appProperties(): string {
  return `${HEAD}<Properties xmlns="${OFFICE}/extended-properties"><Application>PackLedger</Application></Properties>`;
}

const W3CDTF = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/;

export function coreProperties({ title, creator, created }: WorkbookProperties): string {
  // Excel calls a workbook damaged over a date in any other form.
  invariant(created === undefined || W3CDTF.test(created), 'a workbook is created at a full ISO moment');
  const element = (name: string, value: string | undefined, attributes = ''): string => (value === undefined
    ? ''
    : `<${name}${attributes}>${xmlEscaped(value)}</${name}>`);
  return `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`
    + ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    + element('dc:title', title) + element('dc:creator', creator)
    + `${element('dcterms:created', created, ' xsi:type="dcterms:W3CDTF"')}</cp:coreProperties>`;
}
