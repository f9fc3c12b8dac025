import { AppError } from '../base/errors.ts';

const EXTENSION = '.csv';

/** A table from the clipboard as a file that import understands: where it came from and when is its name. */
export function pastedTable(text: string, html: string, now: string): { readonly name: string; readonly bytes: Uint8Array } {
  const rows = rowsOfHtml(html);
  const content = rows.length > 1 ? rows.map((row) => row.map(quoted).join(',')).join('\r\n') : text.trim();
  const name = `clipboard-${now.slice(0, 19).replaceAll(':', '_').replace('T', ' ')}${EXTENSION}`;
  if (content === '') throw new AppError('file-empty', { file: name });
  return { name, bytes: new TextEncoder().encode(content) };
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Cells of every row of the tables in a piece of HTML; a console page keeps its header in a table of its own. */
function rowsOfHtml(html: string): string[][] {
  const rows: string[][] = [];
  for (const [, row = ''] of html.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/gi)) {
    const cells = Array.from(row.matchAll(/<t[hd]\b[^>]*>([\s\S]*?)<\/t[hd]>/gi), ([, cell = '']) => textOfHtml(cell));
    if (cells.some((cell) => cell !== '')) rows.push(cells);
  }
  return rows;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a person reads in a cell: breaks between blocks, no tags, entities as characters. */
function textOfHtml(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => entity(name) ?? whole)
    .split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n');
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}
