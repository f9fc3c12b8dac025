import type { ReactElement } from 'react';
import { Button, Select } from 'tdesign-react';
import { visible } from '../../core/base/visible.ts';
import type { Scope } from '../../core/contract/shapes.ts';
import { useSay } from '../i18n/useSay.ts';
import { useCall, usePage, useWays } from './app.ts';
import { Mark } from './Severity.tsx';
import { useRun } from './useRun.ts';

/** Project, scope and state of the run: on every page, because they change what every number means. */
export function ScopeBar(): ReactElement {
  const { t } = useSay();
  const project = usePage((page) => page.project);
  const { value: choices } = useCall('projects.choices', {}, ['imports', 'project'], { isWanted: usePage((page) => page.isSettled) });
  const scope = usePage((page) => page.settings.scope);
  const { setScope } = useWays();
  const change = (part: Scope): void => setScope(cleaned({ ...scope, ...part }));
  const months = (choices?.months ?? []).map((month) => ({ value: month, label: month }));
  const isNarrowed = Object.keys(scope).length > 0;
  return (
    <header className="scope" aria-label={t('scope.label')}>
      <span className="project" title={project.isSample ? t('scope.sampleWhy') : project.isTemporary ? t('scope.temporary') : visible(project.name)}>
        {project.isSample ? t('scope.sample') : project.isTemporary ? t('scope.noProject') : visible(project.name)}
      </span>
      {project.isReadOnly && <Mark mood="warning">{t('scope.readOnly')}</Mark>}
      <label>{t('scope.period')}
        <Select size="small" clearable style={{ width: 108 }} placeholder={t('scope.from')} value={scope.from ?? ''} options={months} {...labelled(t('scope.from'))}
          onChange={(value) => change({ from: typeof value === 'string' && value !== '' ? value : undefined })} />
        –
        <Select size="small" clearable style={{ width: 108 }} placeholder={t('scope.to')} value={scope.to ?? ''} options={months} {...labelled(t('scope.to'))}
          onChange={(value) => change({ to: typeof value === 'string' && value !== '' ? value : undefined })} />
      </label>
      <label>{t('scope.account')}
        <Select size="small" multiple filterable clearable minCollapsedNum={1} style={{ width: 160 }} placeholder={t('scope.all')} {...labelled(t('scope.account'))}
          options={(choices?.accounts ?? []).map((account) => ({ value: account, label: visible(account) }))} value={scope.accounts ?? []} onChange={(value) => change({ accounts: value as string[] })} />
      </label>
      <label>{t('scope.currency')}
        <Select size="small" multiple clearable minCollapsedNum={2} style={{ width: 110 }} placeholder={t('scope.all')} {...labelled(t('scope.currency'))}
          options={(choices?.currencies ?? []).map((currency) => ({ value: currency, label: currency }))} value={scope.currencies ?? []} onChange={(value) => change({ currencies: value as string[] })} />
      </label>
      {isNarrowed && <button type="button" className="linkish" onClick={() => setScope({})}>{t('state.clearScope')}</button>}
      <span className="grow" />
      <RunState />
    </header>
  );
}

function labelled(label: string): object {
  return { inputProps: { 'aria-label': label, size: 'small' } };
}

/** Parts that narrow nothing are left out. */
function cleaned(scope: Scope): Scope {
  return Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined && value.length > 0));
}

function RunState(): ReactElement {
  const { t } = useSay();
  const { run, isRunning, start } = useRun();
  const hasRows = usePage(({ project: { counts } }) => counts.packages + counts.deductions + counts.bill > 0);
  return (
    <span className="row">
      {run === null ? <span className="muted">{t('run.never')}</span>
        : run.isStale ? <Mark mood="warning">{t('run.stale')}</Mark> : <Mark mood="good">{t('run.fresh', { time: localTime(run.at) })}</Mark>}
      <Button size="small" theme={run?.isStale === false ? 'default' : 'primary'} variant={run?.isStale === false ? 'outline' : 'base'} title="Ctrl+Shift+R" loading={isRunning} disabled={!hasRows || isRunning} onClick={start}>
        {t(isRunning ? 'run.running' : run === null ? 'run.start' : 'run.again')}
      </Button>
    </span>
  );
}

/** A moment (ISO) as the clock on the wall shows it. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
