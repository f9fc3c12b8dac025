import type { Locale, Say, Text } from '../base/text.ts';
import { catalogueTexts, speakerOf, type Texts } from '../fields/speech.ts';
import english from '../../resources/strings/en.json' with { type: 'json' };
import chinese from '../../resources/strings/zh-CN.json' with { type: 'json' };

/**
 * What the program says besides its checks: its own texts from resources/strings, names of fields and choices from the catalogue of
 * fields. A window or a page that opens needs no more, and the checks take a while to load.
 */
function programTexts(): Texts {
  const texts = new Map<string, Text>();
  const zh: Readonly<Record<string, string>> = chinese;
  for (const [id, en] of Object.entries(english)) texts.set(id, { zh: zh[id] ?? en, en });
  for (const [id, text] of catalogueTexts()) texts.set(id, text);
  return texts;
}

export const PROGRAM_TEXTS = programTexts();

export function programSpeaker(locale: Locale): Say {
  return speakerOf(PROGRAM_TEXTS, locale);
}
