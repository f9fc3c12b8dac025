/** Plain text tables for the terminal. */

const MEBIBYTE = 1024 * 1024;

/** Three digits that matter: `16.0 ms`, `1.53 s`, `128 s`. */
export function secondsText(seconds: number): string {
  return seconds < 1 ? `${threeDigits(seconds * 1000)} ms` : `${threeDigits(seconds)} s`;
}

export function bytesText(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE).toLocaleString('en-US')} MiB`;
}

export function ratioText(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1);
}

function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A Chinese character takes two places. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! >= 0x2e80 ? 2 : 1;
  return width;
}

/** Lines with columns below each other; columns from `firstRight` on stand at the right. A line without cells is a rule. */
export function tableText(header: readonly string[], rows: readonly (readonly string[])[], firstRight = header.length): string {
  const widths = header.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)));
  const line = (cells: readonly string[]): string => widths.map((width, column) => {
    const cell = cells[column] ?? '';
    const blank = ' '.repeat(width - widthOf(cell));
    return column >= firstRight ? blank + cell : cell + blank;
  }).join('  ').trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(header), rule, ...rows.map((row) => (row.length === 0 ? rule : line(row)))].join('\n');
}
