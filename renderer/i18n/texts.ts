import { LOCALES, type Locale, type Text } from '../../core/base/text.ts';
import { catalogueTexts, type Texts } from '../../core/fields/speech.ts';
import english from '../../resources/strings/en.json';
import chinese from '../../resources/strings/zh-CN.json';

/** The texts that the page has from the start; those of checks come from the host as data. */
export function pageTexts(fromHost: Readonly<Record<string, Text>> = {}): Texts {
  const texts = new Map<string, Text>(catalogueTexts());
  const zh: Readonly<Record<string, string>> = chinese;
  for (const [id, en] of Object.entries(english)) texts.set(id, { zh: zh[id] ?? en, en });
  for (const [id, text] of Object.entries(fromHost)) texts.set(id, text);
  return texts;
}

/** The language of a fresh installation: the first of the system's that we speak. */
export function localeOf(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (language.toLowerCase().startsWith('en')) return 'en';
  }
  return LOCALES[0]!;
}
