/**
 * Short texts out of bytes, as strings of their own: a slice of a decoded window would keep the whole window alive,
 * and a decoder called for each cell costs three times as much as this for ASCII.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 text from `from` to before `to`. Throws `TypeError` where it is not well formed. */
export function flatText(bytes: Uint8Array, from: number, to: number): string {
  for (let at = from; at < to; at += 1) {
    if (bytes[at]! > 0x7f) return decoder.decode(bytes.subarray(from, to));
  }
  return asciiText(bytes, from, to);
}

/** The same for bytes known to be ASCII. Eight at a time, because each call makes one string. */
export function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  let at = from;
  for (; at + 8 <= to; at += 8) {
    text += String.fromCharCode(
      bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!, bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!, bytes[at + 7]!,
    );
  }
  for (; at + 4 <= to; at += 4) text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
  for (; at < to; at += 1) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** Whether the bytes from `from` to before `to` are this ASCII text. */
export function spells(bytes: Uint8Array, from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (bytes[from + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}
