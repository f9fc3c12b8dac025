import { fillIn, inLocale, type Locale, type Say, type Text, type Values } from '../base/text.ts';
import { CHOICES } from '../fields/choices.ts';
import { CATALOGUES } from '../fields/index.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import { COMMON_TEXTS } from '../reconcile/texts.ts';
import english from '../../resources/strings/en.json' with { type: 'json' };
import chinese from '../../resources/strings/zh-CN.json' with { type: 'json' };

/**
 * The one catalogue of texts: the program's own from resources/strings, those of checks from their files, names of
 * fields and choices from the catalogue of fields. Whoever shows a sentence asks here.
 */
function allTexts(): ReadonlyMap<string, Text> {
  const texts = new Map<string, Text>();
  const zh: Readonly<Record<string, string>> = chinese;
  for (const [id, en] of Object.entries(english)) texts.set(id, { zh: zh[id] ?? en, en });
  for (const [name, text] of Object.entries(COMMON_TEXTS)) texts.set(`common.${name}`, text);
  for (const check of CHECKS) for (const [name, text] of Object.entries(check.texts)) texts.set(`${check.id}.${name}`, text);
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

const TEXTS = allTexts();

/** Values that are names of ours, by the name of the placeholder: lists of field keys or kinds, and ids of checks. */
const LISTS: Readonly<Record<string, string>> = { fields: 'field', kinds: 'kind' };

export function speaker(locale: Locale): Say {
  const term = (id: string): string => {
    const text = TEXTS.get(id);
    return text === undefined ? id.slice(id.lastIndexOf('.') + 1) : inLocale(text, locale);
  };
  const spoken = (name: string, value: string | number): string => {
    if (typeof value === 'number') return String(value);
    const list = LISTS[name];
    if (list !== undefined) return value.split(/,\s*/).map((key) => term(`${list}.${key}`)).join(locale === 'zh-CN' ? '、' : ', ');
    if (name === 'check') return TEXTS.has(`${value}.title`) ? `${value} ${term(`${value}.title`)}` : value;
    // A value beginning with @ is itself a text of the catalogue; several stand next to one another.
    return value.startsWith('@') ? value.split(' ').map((part) => term(part.slice(1))).join(' / ') : value;
  };
  return (id, values: Values = {}) => {
    const text = TEXTS.get(id);
    if (text === undefined) return id;
    return fillIn(inLocale(text, locale), Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spoken(name, value)])));
  };
}

export function knownTexts(): ReadonlyMap<string, Text> {
  return TEXTS;
}
