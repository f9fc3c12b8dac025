/**
 * The cells of one record of a text file, by the grammar that the reader of such files follows: RFC 4180, a quote inside an
 * unquoted cell is a character, and so is whatever follows a closing quote. `record` may end with its line end.
 */
export function cellsOfRecord(record: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (record[at] === '"') {
      const close = closingQuote(record, at + 1);
      cell = record.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    }
    const from = at;
    while (at < record.length && record[at] !== delimiter && record[at] !== '\n' && record[at] !== '\r') at += 1;
    cells.push(cell + record.slice(from, at));
    if (record[at] !== delimiter) return cells;
    at += 1;
  }
}

/** The place of the quote that is not doubled. */
function closingQuote(record: string, from: number): number {
  let at = record.indexOf('"', from);
  while (at >= 0 && record[at + 1] === '"') at = record.indexOf('"', at + 2);
  return at < 0 ? record.length : at;
}
