/** A language of the program. Names of fields, findings and files exist in each of them. */
export type Locale = 'zh-CN' | 'en';

export const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

/** One text in every language; `{name}` stands for a value. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Values = Readonly<Record<string, string | number>>;

/** A sentence that is not yet spoken: stored and sent as it is, put into words where it is shown. */
export interface Sentence {
  readonly id: string;
  readonly values: Values;
}

/** Puts a sentence into words of one language. */
export type Say = (id: string, values?: Values) => string;

export function inLocale(text: Text, locale: Locale): string {
  return locale === 'zh-CN' ? text.zh : text.en;
}

/** Replaces each `{name}` by its value; a name without a value stays visible, so that a mistake shows. */
export function fillIn(template: string, values: Values = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}
