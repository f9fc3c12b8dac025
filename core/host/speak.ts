import type { Locale, Say, Text } from '../base/text.ts';
import { catalogueTexts, speakerOf, type Texts } from '../fields/speech.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import { COMMON_TEXTS } from '../reconcile/texts.ts';
import english from '../../resources/strings/en.json' with { type: 'json' };
import chinese from '../../resources/strings/zh-CN.json' with { type: 'json' };

/**
 * The one catalogue of texts: the program's own from resources/strings, those of checks from their files, names of
 * fields and choices from the catalogue of fields. Whoever shows a sentence asks here; the page gets `checkTexts` as data.
 */
function allTexts(): Texts {
  const texts = new Map<string, Text>();
  const zh: Readonly<Record<string, string>> = chinese;
  for (const [id, en] of Object.entries(english)) texts.set(id, { zh: zh[id] ?? en, en });
  for (const [id, text] of checkTexts()) texts.set(id, text);
  for (const [id, text] of catalogueTexts()) texts.set(id, text);
  return texts;
}

/** What checks say, by id: `common.…` and `<check>.…`. */
export function checkTexts(): Texts {
  const texts = new Map<string, Text>();
  for (const [name, text] of Object.entries(COMMON_TEXTS)) texts.set(`common.${name}`, text);
  for (const check of CHECKS) for (const [name, text] of Object.entries(check.texts)) texts.set(`${check.id}.${name}`, text);
  return texts;
}

const TEXTS = allTexts();

export function speaker(locale: Locale): Say {
  return speakerOf(TEXTS, locale);
}
