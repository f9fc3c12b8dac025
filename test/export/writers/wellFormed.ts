/**
 * A strict check that a text is well-formed XML 1.0, for documents without a DTD: legal characters, one root, tags
 * that close in order, quoted attributes that do not repeat, and only the entities that XML knows.
 * Returns what is wrong, `null` for nothing.
 */
export function whatIsMalformed(xml: string): string | null {
  // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
  const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(xml);
  if (illegal !== null || !xml.isWellFormed()) return `an illegal character at ${illegal?.index}`;
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n?/, '');
  const token = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  const open: string[] = [];
  let roots = 0;
  while (token.lastIndex < body.length) {
    const start = token.lastIndex;
    const match = token.exec(body);
    if (match === null) return `no tag and no text at ${start}: ${body.slice(start, start + 60)}`;
    const [, closing, name = '', attributes = '', empty, text] = match;
    const wrongEntity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/.exec(text ?? attributes);
    if (wrongEntity !== null) return `a lone & after ${start}`;
    if (text !== undefined) {
      if (text.includes(']]>')) return `]]> in text at ${start}`;
      if (open.length === 0) return `text outside the root at ${start}`;
    } else if (closing === '/') {
      if (open.pop() !== name) return `</${name}> closes nothing at ${start}`;
    } else {
      const names = [...attributes.matchAll(/([\w:.-]+)=/g)].map(([, attribute]) => attribute);
      if (new Set(names).size !== [...attributes.matchAll(/\s([\w:.-]+)="/g)].length) return `a repeated attribute at ${start}`;
      if (open.length === 0) roots += 1;
      if (empty !== '/') open.push(name);
    }
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  return roots === 1 ? null : `${roots} roots`;
}
