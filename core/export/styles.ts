import type { CellStyle } from './cell.ts';

/**
 * The cell formats of a workbook: every look in five variants, numbered `look * 5 + variant`. Format 0, a plain look
 * with Excel's general number format, is what cells outside the written range have.
 */

/** A look of a cell; the style `wrap` is not one, it only picks a variant. */
export type Look = Exclude<CellStyle, 'wrap'>;

interface LookFormat {
  readonly bold?: boolean;
  readonly size?: number;
  readonly underline?: boolean;
  /** Font and fill colours as RRGGBB. */
  readonly color?: string;
  readonly fill?: string;
  readonly underlined?: boolean;
}

const LOOKS: Readonly<Record<Look, LookFormat>> = {
  plain: {},
  header: { bold: true, color: '1F2937', fill: 'DCE6F1', underlined: true },
  title: { bold: true, size: 14 },
  strong: { bold: true },
  muted: { color: '7F7F7F' },
  error: { color: '9C0006', fill: 'FFC7CE' },
  warning: { color: '7F6000', fill: 'FFEB9C' },
  good: { color: '006100', fill: 'C6EFCE' },
  info: { color: '1F4E79', fill: 'DDEBF7' },
  link: { color: '0563C1', underline: true },
};

const LOOK_NAMES = Object.keys(LOOKS) as Look[];

/**
 * `text` carries the format `@`, so that a cell edited in Excel stays text and a long id keeps its digits. `decimal`
 * shows up to 9 decimals, all that the vendor prints; more are left to the general format, which shows what fits.
 */
const VARIANTS = ['general', 'text', 'wrap', 'integer', 'decimal'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Numbers with at most this many decimals are shown in full; more go to the variant `general`. */
export const SHOWN_DECIMALS = 9;

const DECIMAL_FORMAT_ID = 164;
const FORMAT_IDS: Readonly<Record<Variant, number>> = { general: 0, text: 49, wrap: 49, integer: 1, decimal: DECIMAL_FORMAT_ID };

/** How many cell formats there are. */
export const FORMAT_COUNT = LOOK_NAMES.length * VARIANTS.length;

/** The number of a cell format in `styles.xml`. */
export function formatIndex(look: Look, variant: Variant): number {
  return LOOK_NAMES.indexOf(look) * VARIANTS.length + VARIANTS.indexOf(variant);
}

/** `xl/styles.xml`, the same for every workbook. */
export function stylesXml(): string {
  const looks = LOOK_NAMES.map((name) => LOOKS[name]);
  const fills = looks.map(({ fill }) => (fill === undefined
    ? '<fill><patternFill patternType="none"/></fill>'
    : `<fill><patternFill patternType="solid"><fgColor rgb="FF${fill}"/><bgColor indexed="64"/></patternFill></fill>`));
  const noBorder = '<border><left/><right/><top/><bottom/><diagonal/></border>';
  const lineBelow = '<border><left/><right/><top/><bottom style="thin"><color rgb="FF8EA9DB"/></bottom><diagonal/></border>';
  const formats = looks.flatMap((look, index) => VARIANTS.map((variant) => formatXml(look, index, variant)));
  return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    + '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    + `<numFmts count="1"><numFmt numFmtId="${DECIMAL_FORMAT_ID}" formatCode="0.0${'#'.repeat(SHOWN_DECIMALS - 1)}"/></numFmts>`
    + `<fonts count="${looks.length}">${looks.map(fontXml).join('')}</fonts>`
    // Excel reserves fills 0 and 1 for "none" and "gray125"; ours follow, one for each look.
    + `<fills count="${looks.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fills.join('')}</fills>`
    + `<borders count="2">${noBorder}${lineBelow}</borders>`
    + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    + `<cellXfs count="${formats.length}">${formats.join('')}</cellXfs>`
    + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    + '<dxfs count="0"/><tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/></styleSheet>';
}

function fontXml({ bold, underline, size, color }: LookFormat): string {
  const marks = `${bold === true ? '<b/>' : ''}${underline === true ? '<u/>' : ''}`;
  const ink = color === undefined ? '<color rgb="FF000000"/>' : `<color rgb="FF${color}"/>`;
  return `<font>${marks}<sz val="${size ?? 11}"/>${ink}<name val="Calibri"/><family val="2"/></font>`;
}

function formatXml(look: LookFormat, index: number, variant: Variant): string {
  const fill = look.fill === undefined ? '' : ' applyFill="1"';
  const border = look.underlined === true ? ' borderId="1" applyBorder="1"' : ' borderId="0"';
  const font = index === 0 ? '' : ' applyFont="1"';
  const vertical = look.underlined === true ? 'center' : 'top';
  const wrap = variant === 'wrap' ? ' wrapText="1"' : '';
  return `<xf numFmtId="${FORMAT_IDS[variant]}" fontId="${index}" fillId="${look.fill === undefined ? 0 : index + 2}"${border} xfId="0"`
    + ` applyNumberFormat="1"${font}${fill} applyAlignment="1"><alignment vertical="${vertical}"${wrap}/></xf>`;
}
