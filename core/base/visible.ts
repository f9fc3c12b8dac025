/**
 * What cannot be seen, or turns the direction of writing around so that one reads what is not there: control characters, marks and
 * overrides of direction, joiners and spaces without width, separators of lines, halves of characters, tags.
 */
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Cs}/gu;

/** A text of somebody else as a person should see it: whatever hides in it stands there as `⟦U+202E⟧`. Tabs and ends of lines stay. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (found) => `⟦U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟧`);
}
