/** Text of XML and of workbooks, from what stands in the file. Both answer `null` for what is not well formed. */

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][\w.-]*));|&/g;

/**
 * Line ends become line feeds (XML 1.0, 2.11) and references characters. Only the five names of XML exist: others
 * would have to come from a DOCTYPE, and none is read.
 */
export function xmlText(raw: string, isCdata = false): string | null {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (isCdata || !text.includes('&')) return text;
  let wellFormed = true;
  const resolved = text.replace(REFERENCE, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined && NAMED[name] !== undefined) return NAMED[name];
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : 0;
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      wellFormed = false;
      return whole;
    }
    return String.fromCodePoint(code);
  });
  return wellFormed ? resolved : null;
}

const ESCAPE = /_x([0-9a-fA-F]{4})_/g;

/** `_x000D_` stands for a character that XML cannot hold, `_x005F_` for an underscore that begins no such escape (ST_Xstring). */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}
