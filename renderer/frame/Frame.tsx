import { useEffect, useState, type ReactElement } from 'react';
import { MessagePlugin } from 'tdesign-react';
import { failureInWords } from '../client.ts';
import { useSay } from '../i18n/useSay.ts';
import { ExportsView } from '../views/exports/ExportsView.tsx';
import { FindingsView } from '../views/findings/FindingsView.tsx';
import { ImportsView } from '../views/imports/ImportsView.tsx';
import { OverviewView } from '../views/overview/OverviewView.tsx';
import { RecordView } from '../views/records/RecordView.tsx';
import { SettingsView } from '../views/settings/SettingsView.tsx';
import { shown, useApp, usePage, useSettings, useWays } from './app.ts';
import { command, KEYS, useCommand } from './commands.ts';
import { Drawer } from './Drawer.tsx';
import { Navigation } from './Navigation.tsx';
import { ScopeBar } from './ScopeBar.tsx';
import { TaskStrip } from './TaskStrip.tsx';
import { useDrop } from './useDrop.ts';
import { useRun } from './useRun.ts';
import { VIEWS, type ViewName } from './views.ts';

/** Navigation, scope, the open view, the drawer and the running tasks. */
export function Frame(): ReactElement {
  const { t } = useSay();
  const view = usePage((page) => page.view);
  const counts = usePage((page) => page.project.counts);
  const files = usePage((page) => page.project.files);
  const ways = useWays();
  const { isOver } = useDrop();
  useKeys();
  useHistory(view);
  return (
    <div className="frame">
      <a className="skip" href="#view" onClick={(event) => { event.preventDefault(); document.getElementById('view')?.focus(); }}>{t('nav.skip')}</a>
      <ScopeBar />
      <Navigation view={view} open={ways.open} counts={{ packages: counts.packages, deductions: counts.deductions, bill: counts.bill, findings: counts.findings, imports: files }} />
      <main className="view" id="view" tabIndex={-1}>
        <Notices />
        <View view={view} />
      </main>
      <Drawer />
      <footer className="foot"><TaskStrip /></footer>
      {isOver && <div className="drop-over">{t('imports.dropHere')}</div>}
    </div>
  );
}

function View({ view }: { readonly view: ViewName }): ReactElement {
  switch (view) {
    case 'overview': return <OverviewView />;
    case 'findings': return <FindingsView />;
    case 'imports': return <ImportsView />;
    case 'exports': return <ExportsView />;
    case 'settings': return <SettingsView />;
    default: return <RecordView key={view} kind={view} />;
  }
}

/** What concerns every view: a failure nobody waited for, and results older than the data. */
function Notices(): ReactElement | null {
  const { t, say } = useSay();
  const { state } = useApp();
  const failure = usePage((page) => page.failure);
  const isStale = usePage((page) => page.run?.isStale === true && (page.view === 'overview' || page.view === 'findings'));
  const { start, isRunning } = useRun();
  if (failure === null && !isStale) return null;
  return (
    <>
      {failure !== null && <div className="banner banner-error" role="alert"><span className="grow">{failureInWords(failure, say)}</span><button type="button" className="linkish" onClick={() => state.set({ failure: null })}>{t('close')}</button></div>}
      {isStale && <div className="banner banner-warning" role="status"><span className="grow">{t('run.staleBanner')}</span><button type="button" className="linkish" disabled={isRunning} onClick={start}>{t('run.again')}</button></div>}
    </>
  );
}

/** A sentence with a hash takes time to read. */
const SHOWN_MS = 10_000;

/** Keys with Ctrl become commands; those of the frame are answered here. */
function useKeys(): void {
  const ways = useWays();
  const { say } = useSay();
  const { start } = useRun();
  const { state, connection: { client } } = useApp();
  const run = (work: Promise<unknown>): void => void work.catch((error: unknown) => state.set({ failure: shown(error) }));
  const isDesktop = usePage((page) => page.host === 'electron');
  const [toPage] = useState(() => (name: ViewName) => state.set({ view: name }));
  for (const name of VIEWS) useCommand(`page.${name}`, () => toPage(name));
  useCommand('run', start);
  // A browser asks for a name first, which the settings do.
  useCommand('newProject', () => (isDesktop ? run(client.call('projects.create', {})) : ways.open('settings')));
  useCommand('openProject', () => (isDesktop ? run(client.call('projects.choose', {})) : ways.open('settings')));
  useCommand('drawer', () => document.querySelector<HTMLElement>('.drawer')?.focus());
  useCommand('verifyLog', () => run(client.call('log.verify', {}).then(({ entries, hash, broken }) => (broken === null ? MessagePlugin.success(say('log.intact', { entries, hash }), SHOWN_MS) : MessagePlugin.error(say(broken.id, broken.values), SHOWN_MS)))));
  useCommand('settings', () => ways.open('settings'));
  useCommand('import', () => ways.open('imports'));
  useCommand('paste', () => ways.open('imports'));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const name = KEYS[`${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`];
      if (name === undefined) return;
      event.preventDefault();
      command(name);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Alt+← and → go through the pages as they were opened; the last page is found again after a restart. */
function useHistory(view: ViewName): void {
  const { state } = useApp();
  const change = useSettings();
  useEffect(() => {
    if (state.get().settings.page['view'] !== view) change({ page: { view } });
    if (history.state !== view) history.pushState(view, '');
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [view]);
  useEffect(() => {
    const onBack = (event: PopStateEvent): void => {
      const back = VIEWS.find((name) => name === event.state);
      if (back !== undefined) state.set({ view: back });
    };
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, [state]);
}
