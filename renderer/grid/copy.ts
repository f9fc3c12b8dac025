/** A table as it goes to the clipboard: text for every program, and HTML in which ids stay text in a spreadsheet. */
export interface CopiedTable {
  readonly text: string;
  readonly html: string;
}

export interface CopiedColumn {
  readonly header: string;
  readonly numeric: boolean;
}

export function copiedTable(columns: readonly CopiedColumn[], rows: readonly (readonly string[])[], withHeaders: boolean): CopiedTable {
  const head = withHeaders ? [columns.map((column) => column.header)] : [];
  const text = [...head, ...rows].map((row) => row.map(tabSafe).join('\t')).join('\r\n');
  const cell = (value: string, numeric: boolean): string =>
    numeric ? `<td>${escapeHtml(value)}</td>` : `<td style="mso-number-format:'\\@'">${escapeHtml(value)}</td>`;
  const headHtml = withHeaders ? `<tr>${columns.map(({ header }) => `<th>${escapeHtml(header)}</th>`).join('')}</tr>` : '';
  const body = rows.map((row) => `<tr>${row.map((value, at) => cell(value, columns[at]?.numeric ?? false)).join('')}</tr>`).join('');
  return { text, html: `<table>${headHtml}${body}</table>` };
}

/** A cell with a line break, a tab or a quote is quoted as spreadsheets expect it. */
function tabSafe(value: string): string {
  return /[\t\r\n"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function escapeHtml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Plain text on its way to the clipboard. */
export function copiedText(text: string): CopiedTable {
  return { text, html: `<pre>${escapeHtml(text)}</pre>` };
}

/** Puts a table on the clipboard; where the browser refuses HTML, its text alone. */
export async function toClipboard(table: CopiedTable): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({
      'text/plain': new Blob([table.text], { type: 'text/plain' }),
      'text/html': new Blob([table.html], { type: 'text/html' }),
    })]);
  } catch {
    copyByEvent(table);
  }
}

/** The way that works without the clipboard permission: answer one copy event ourselves. */
function copyByEvent(table: CopiedTable): void {
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    event.clipboardData?.setData('text/plain', table.text);
    event.clipboardData?.setData('text/html', table.html);
  };
  document.addEventListener('copy', onCopy, { once: true, capture: true });
  document.execCommand('copy');
  document.removeEventListener('copy', onCopy, { capture: true });
}
