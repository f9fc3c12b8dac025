import type { Locale, Say, Text } from '../base/text.ts';
import { speakerOf, type Texts } from '../fields/speech.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import { COMMON_TEXTS } from '../reconcile/texts.ts';
import { PROGRAM_TEXTS } from './programSpeech.ts';

/**
 * The one catalogue of texts: the program's, and those of checks from their files. Whoever shows a sentence asks here; the page gets
 * `checkTexts` as data.
 */
/** What checks say, by id: `common.…` and `<check>.…`. */
export function checkTexts(): Texts {
  const texts = new Map<string, Text>();
  for (const [name, text] of Object.entries(COMMON_TEXTS)) texts.set(`common.${name}`, text);
  for (const check of CHECKS) for (const [name, text] of Object.entries(check.texts)) texts.set(`${check.id}.${name}`, text);
  return texts;
}

const TEXTS: Texts = new Map([...PROGRAM_TEXTS, ...checkTexts()]);

export function speaker(locale: Locale): Say {
  return speakerOf(TEXTS, locale);
}
