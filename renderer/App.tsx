import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { ConfigProvider } from 'tdesign-react';
import english from 'tdesign-react/es/locale/en_US.js';
import chinese from 'tdesign-react/es/locale/zh_CN.js';
import type { Locale, Text } from '../core/base/text.ts';
import { speakerOf } from '../core/fields/speech.ts';
import { inWords, type Connection } from './client.ts';
import { AppContext, useApp, usePage, type App as AppState } from './frame/app.ts';
import { Frame } from './frame/Frame.tsx';
import { startPage } from './frame/startPage.ts';
import { Failed, Waiting } from './frame/State.tsx';
import { localeOf, pageTexts } from './i18n/texts.ts';
import { SpeechContext } from './i18n/useSay.ts';

/** The page: connects, then shows the frame in the user's language and theme. */
export function App({ connection }: { readonly connection: Connection }): ReactElement {
  const [app, setApp] = useState<AppState | null>(null);
  const [texts, setTexts] = useState<Readonly<Record<string, Text>>>({});
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    Promise.all([startPage(connection), connection.client.call('texts.get', {})]).then(([started, answer]) => {
      setTexts(answer.texts);
      setApp(started);
    }, setError);
  }, [connection]);
  if (app !== null) return <AppContext value={app}><Spoken texts={texts} /></AppContext>;
  return <Speaking locale={localeOf(navigator.languages)} texts={texts}>{error === null ? <Waiting /> : <Broken error={error} />}</Speaking>;
}

function Broken({ error }: { readonly error: unknown }): ReactElement {
  const say = speakerOf(pageTexts(), localeOf(navigator.languages));
  return <main className="state"><Failed message={inWords(error, say)} retry={() => location.reload()} /></main>;
}

function Spoken({ texts }: { readonly texts: Readonly<Record<string, Text>> }): ReactElement {
  const { state } = useApp();
  const locale = usePage((page) => page.settings.locale ?? page.locale);
  const theme = usePage((page) => page.settings.theme);
  useTheme(theme);
  useEffect(() => { document.documentElement.lang = locale; }, [locale]);
  return <Speaking locale={locale} texts={texts}><Frame key={state.get().version} /></Speaking>;
}

function Speaking({ locale, texts, children }: { readonly locale: Locale; readonly texts: Readonly<Record<string, Text>>; readonly children: ReactElement }): ReactElement {
  const speech = useMemo(() => ({ locale, say: speakerOf(pageTexts(texts), locale) }), [locale, texts]);
  return (
    <SpeechContext value={speech}>
      <ConfigProvider globalConfig={locale === 'zh-CN' ? chinese : english}>{children}</ConfigProvider>
    </SpeechContext>
  );
}

/** Light or dark, as set or as the system says; every colour of the page and its grids hangs on this one attribute. */
function useTheme(theme: 'system' | 'light' | 'dark'): void {
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const isDark = theme === 'dark' || (theme === 'system' && system.matches);
      document.documentElement.setAttribute('theme-mode', isDark ? 'dark' : 'light');
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
}
