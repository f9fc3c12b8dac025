import { createContext, use } from 'react';
import type { Locale, Say } from '../../core/base/text.ts';

export interface Speech {
  readonly locale: Locale;
  readonly say: Say;
}

export const SpeechContext = createContext<Speech>({ locale: 'zh-CN', say: (id) => id });

/** The language of the page and who speaks it; `t('nav.bill')` is the text `ui.nav.bill`. */
export function useSay(): Speech & { readonly t: Say } {
  const speech = use(SpeechContext);
  return { ...speech, t: (id, values) => speech.say(`ui.${id}`, values) };
}
