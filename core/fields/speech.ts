import { fillIn, inLocale, type Locale, type Say, type Text, type Values } from '../base/text.ts';
import { visible } from '../base/visible.ts';
import { CHOICES } from './choices.ts';
import { CATALOGUES } from './index.ts';

/** Texts by id: those of the program, of checks and of fields together. */
export type Texts = ReadonlyMap<string, Text>;

/** Names of kinds, fields and choices, by id: `kind.bill`, `field.bill.owner`, `field.owner`, `packageStatus.valid`. */
export function catalogueTexts(): Texts {
  const texts = new Map<string, Text>();
  for (const [name, choices] of Object.entries(CHOICES)) for (const choice of choices) texts.set(`${name}.${choice.code}`, choice.text);
  for (const [kind, catalogue] of Object.entries(CATALOGUES)) {
    texts.set(`kind.${kind}`, catalogue.text);
    for (const field of catalogue.fields) {
      texts.set(`field.${kind}.${field.key}`, field.text);
      if (!texts.has(`field.${field.key}`)) texts.set(`field.${field.key}`, field.text);
    }
  }
  return texts;
}

/** Limits that are whole mebibytes are numbers of bytes, all others count things. */
const MEBIBYTE = 1_048_576;
const GIBIBYTE = 1_073_741_824;

/** Values that are names of ours, by the name of the placeholder: lists of field keys or kinds, and ids of checks. */
const LISTS: Readonly<Record<string, string>> = { fields: 'field', kinds: 'kind' };

/** What ids of texts begin with, up to their last dot. */
function familiesOf(texts: Texts): ReadonlySet<string> {
  return new Set(Array.from(texts.keys(), (id) => id.slice(0, Math.max(0, id.lastIndexOf('.')))));
}

/** Who puts sentences into words of one language, from whatever texts are given; an unknown id is its own sentence. */
export function speakerOf(texts: Texts, locale: Locale): Say {
  const families = familiesOf(texts);
  const term = (id: string): string => {
    const text = texts.get(id);
    return text === undefined ? id.slice(id.lastIndexOf('.') + 1) : inLocale(text, locale);
  };
  /** Names of the catalogue, and codes of its families that it does not know; not what a file merely writes that way. */
  const isTerm = (part: string): boolean => part.startsWith('@') && (texts.has(part.slice(1)) || families.has(part.slice(1, part.lastIndexOf('.'))));
  const spoken = (name: string, value: string | number): string => {
    if (name === 'limit' && typeof value === 'number' && value >= MEBIBYTE && value % MEBIBYTE === 0) return value >= GIBIBYTE ? `${value / GIBIBYTE} GiB` : `${value / MEBIBYTE} MiB`;
    if (typeof value === 'number') return String(value);
    const list = LISTS[name];
    if (list !== undefined) return value.split(/,\s*/).map((key) => term(`${list}.${key}`)).join(locale === 'zh-CN' ? '、' : ', ');
    if (name === 'check') return texts.has(`${value}.title`) ? `${value} ${term(`${value}.title`)}` : visible(value);
    // A value beginning with @ is itself a text of the catalogue; several stand next to one another. Anything else comes from files.
    const parts = value.split(' ');
    return parts.every(isTerm) ? parts.map((part) => term(part.slice(1))).join(' / ') : visible(value);
  };
  return (id, values: Values = {}) => {
    const text = texts.get(id);
    if (text === undefined) return id;
    return fillIn(inLocale(text, locale), Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spoken(name, value)])));
  };
}
