import type { ReactElement } from 'react';
import { Button, Checkbox, Radio, Select } from 'tdesign-react';
import { shown, useApp, usePage, useSettings } from '../../frame/app.ts';
import { NUMBER_DISPLAYS, numberDisplay, showNumber } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { UndoButtons } from '../findings/UndoButtons.tsx';
import { BackupCard } from './BackupCard.tsx';
import { LogCard } from './LogCard.tsx';
import { MatchingCard } from './MatchingCard.tsx';
import { NamesCard } from './NamesCard.tsx';
import { PoliciesCard } from './PoliciesCard.tsx';
import { Projects } from './Projects.tsx';
import { TotalsCard } from './TotalsCard.tsx';
import { UnitsCard } from './UnitsCard.tsx';

const THEMES = ['system', 'light', 'dark'] as const;

const KEY_LIST: readonly (readonly [string, string])[] = [
  ['Ctrl+1 … 8', 'pages'], ['Ctrl+F', 'quick'], ['Ctrl+Shift+L', 'clear'], ['Ctrl+L', 'columns'], ['Ctrl+G', 'goto'], ['Ctrl+C', 'copy'], ['Ctrl+Shift+C', 'copyHeaders'],
  ['Enter', 'open'], ['Ctrl+Enter', 'filter'], ['F6', 'pane'], ['Esc', 'close'], ['J / K', 'next'], ['E / I / N', 'decide'], ['Ctrl+Z / Ctrl+Y', 'undo'], ['Ctrl+Shift+R', 'run'], ['Ctrl+E', 'export'], ['Alt+← / →', 'history'],
];

/** Language, look, numbers, projects, and what the program is. */
export function SettingsView(): ReactElement {
  const { t, locale } = useSay();
  const settings = usePage((page) => page.settings);
  const change = useSettings();
  const display = numberDisplay(settings.page['number']);
  return (
    <>
      <header className="view-head"><h1>{t('nav.settings')}</h1><span className="grow" /><div className="row" role="toolbar" aria-label={t('undo.tools')}><UndoButtons /></div></header>
      <div className="view-scroll cards" style={{ alignContent: 'start' }}>
        <section className="card" aria-label={t('settings.look')}>
          <h2>{t('settings.look')}</h2>
          <div className="row"><span id="language">{t('settings.language')}</span>
            <Radio.Group variant="default-filled" value={locale} onChange={(value) => change({ locale: value === 'en' ? 'en' : 'zh-CN' })} aria-labelledby="language">
              <Radio.Button value="zh-CN">简体中文</Radio.Button>
              <Radio.Button value="en">English</Radio.Button>
            </Radio.Group>
          </div>
          <div className="row"><span id="theme">{t('settings.theme')}</span>
            <Radio.Group variant="default-filled" value={settings.theme} onChange={(value) => change({ theme: THEMES.find((theme) => theme === value) ?? 'system' })} aria-labelledby="theme">
              {THEMES.map((theme) => <Radio.Button key={theme} value={theme}>{t(`settings.theme.${theme}`)}</Radio.Button>)}
            </Radio.Group>
          </div>
          <div className="row"><span>{t('settings.number')}</span>
            <Select style={{ width: 200 }} value={display} onChange={(value) => { if (typeof value === 'string') change({ page: { number: value } }); }} inputProps={{ 'aria-label': t('settings.number') } as object}
              options={NUMBER_DISPLAYS.map((one) => ({ value: one, label: t(`settings.number.${one}`) }))} />
          </div>
          <span className="muted">{t('settings.numberNote')} <span className="number">19999.706666667 → {showNumber('19999.706666667', display)}</span></span>
          <Checkbox checked={settings.page['letters'] !== 'off'} onChange={(isOn) => change({ page: { letters: isOn ? null : 'off' } })}>{t('settings.letters')}</Checkbox>
        </section>
        <Projects />
        <PoliciesCard />
        <NamesCard />
        <UnitsCard />
        <MatchingCard />
        <TotalsCard />
        <BackupCard />
        <LogCard />
        <About />
        <section className="card" aria-label={t('settings.keys')}>
          <h2>{t('settings.keys')}</h2>
          <dl className="facts">{KEY_LIST.map(([keys, name]) => [<dt key={`${name}?`}><kbd>{keys}</kbd></dt>, <dd key={name}>{t(`key.${name}`)}</dd>])}</dl>
        </section>
      </div>
    </>
  );
}

function About(): ReactElement {
  const { t } = useSay();
  const { connection, state } = useApp();
  const version = usePage((page) => page.version);
  const host = usePage((page) => page.host);
  return (
    <section className="card" aria-label={t('settings.about')}>
      <h2>{t('settings.about')}</h2>
      <dl className="facts">
        <dt>PackLedger</dt><dd>{version}</dd>
        <dt>{t('settings.host')}</dt><dd>{t(`settings.host.${host}`)}</dd>
        <dt>{t('settings.offline')}</dt><dd>{t('settings.offlineText')}</dd>
      </dl>
      {host === 'electron' && <div><Button variant="outline" onClick={() => { connection.client.call('app.openLogs', {}).catch((error: unknown) => state.set({ failure: shown(error) })); }}>{t('settings.logs')}</Button></div>}
    </section>
  );
}
