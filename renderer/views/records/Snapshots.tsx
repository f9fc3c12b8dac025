import { useState, type ReactElement } from 'react';
import { Button, Checkbox, MessagePlugin, Select } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { PackageChange, SnapshotList } from '../../../core/contract/coverageProcedures.ts';
import { inWords } from '../../client.ts';
import { useCall } from '../../frame/app.ts';
import { Modal } from '../../frame/Modal.tsx';
import { Failed, Waiting } from '../../frame/State.tsx';
import type { GridField } from '../../grid/columns.ts';
import { gridColumns } from '../../grid/columns.ts';
import { copiedTable, toClipboard, type CopiedTable } from '../../grid/copy.ts';
import { showCell, showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

type Tell = ReturnType<typeof useSay>['t'];

const SHOWN = 500;

/** A package is listed under what became of it; one that changed under everything that did. */
const GROUPS = ['new', 'gone', 'unlisted', 'status', 'balance', 'expiry', 'renewal', 'other'] as const;
type Group = (typeof GROUPS)[number];

function groupsOf({ what, changes }: PackageChange): readonly Group[] {
  return what === 'changed' ? changes.map(({ kind }) => kind) : [what];
}

/** What changed about packages from one overview to another. */
export function Snapshots({ close }: { readonly close: () => void }): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('packages.snapshots', {}, ['imports', 'project']);
  return (
    <Modal header={t('snapshots.title')} width="min(1180px, 94vw)" close={close} footer={false}>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null && error === null && <Waiting />}
      {value !== null && value.snapshots.length < 2 && <span className="muted">{t('snapshots.few', { count: value.snapshots.length })}</span>}
      {value !== null && value.snapshots.length >= 2 && <Comparison snapshots={value.snapshots} />}
    </Modal>
  );
}

function Comparison({ snapshots }: { readonly snapshots: SnapshotList }): ReactElement {
  const { t, say } = useSay();
  const [after, setAfter] = useState(snapshots[0]!.at);
  const [before, setBefore] = useState(snapshots[1]!.at);
  const [hidden, setHidden] = useState<ReadonlySet<Group>>(new Set(['balance']));
  const { value, error, reload } = useCall('packages.compare', { before, after }, ['imports', 'project']);
  const options = snapshots.map(({ at, packages, isAssumed }) => ({ value: at, label: `${at} · ${t('snapshots.packages', { count: showCount(packages) })}${isAssumed ? ` · ${t('snapshots.assumed')}` : ''}` }));
  const all = value?.differences ?? [];
  const counts = new Map(GROUPS.map((group) => [group, all.filter((one) => groupsOf(one).includes(group)).length]));
  const shown = all.filter((one) => groupsOf(one).some((group) => !hidden.has(group)));
  const toggle = (group: Group): void => {
    const next = new Set(hidden);
    if (!next.delete(group)) next.add(group);
    setHidden(next);
  };
  return (
    <div className="snapshots">
      <div className="filters">
        <span className="field">{t('snapshots.before')}<Select value={before} options={options} onChange={(at) => { if (typeof at === 'string') setBefore(at); }} {...{ 'aria-label': t('snapshots.before') }} /></span>
        <span className="field">{t('snapshots.after')}<Select value={after} options={options} onChange={(at) => { if (typeof at === 'string') setAfter(at); }} {...{ 'aria-label': t('snapshots.after') }} /></span>
        <Button variant="outline" disabled={shown.length === 0} onClick={() => void toClipboard(tableOf(shown, t)).then(() => MessagePlugin.success(t('snapshots.copied'), 2000))}>{t('snapshots.copy')}</Button>
      </div>
      <div className="filters">
        {GROUPS.filter((group) => (counts.get(group) ?? 0) > 0).map((group) => (
          <Checkbox key={group} checked={!hidden.has(group)} onChange={() => toggle(group)}>{`${t(`snapshots.${group}`)} ${showCount(counts.get(group)!)}`}</Checkbox>
        ))}
      </div>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value !== null && all.length === 0 && <span className="muted">{t('snapshots.same')}</span>}
      {shown.length > 0 && <Table rows={shown.slice(0, SHOWN)} hidden={hidden} />}
      {shown.length > SHOWN && <span className="muted">{t('snapshots.more', { shown: SHOWN, count: showCount(shown.length) })}</span>}
    </div>
  );
}

function Table({ rows, hidden }: { readonly rows: readonly PackageChange[]; readonly hidden: ReadonlySet<Group> }): ReactElement {
  const names = useSay();
  const { t } = names;
  const fields = fieldsOf(names);
  const cell = (key: string, value: string): string => {
    const field = fields.get(key);
    return field === undefined ? value : showCell(field, value, names, 'auto');
  };
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('snapshots.title')}>
      <table className="plain">
        <thead><tr><th>{t('snapshots.package')}</th><th>{t('snapshots.product')}</th><th>{t('snapshots.change')}</th><th>{t('snapshots.from')}</th><th>{t('snapshots.to')}</th></tr></thead>
        <tbody>
          {rows.flatMap((row) => {
            const changes = row.changes.filter(({ kind }) => !hidden.has(kind));
            const lines = Math.max(1, changes.length);
            const head = <><td rowSpan={lines}><div className="mono">{visible(row.packageId)}</div><div className="muted">{visible(row.packageName ?? '')}</div></td><td rowSpan={lines}>{visible(row.product ?? '')}</td></>;
            if (row.what !== 'changed') return [<tr key={row.packageId}>{head}<td className="kept">{t(`snapshots.${row.what}`)}</td><td colSpan={2}>{row.what === 'new' ? '' : t('snapshots.lastSeen', { time: row.lastSeen })}{row.expiry === null ? '' : ` · ${t('snapshots.expires', { time: row.expiry })}`}</td></tr>];
            return changes.map(({ field, before, after }, at) => (
              <tr key={`${row.packageId} ${field}`}>{at === 0 && head}<td className="kept">{fields.get(field)?.title ?? field}</td><td>{cell(field, before)}</td><td>{cell(field, after)}</td></tr>
            ));
          })}
        </tbody>
      </table>
    </div>
  );
}

function fieldsOf(names: Parameters<typeof gridColumns>[1]): ReadonlyMap<string, GridField> {
  return new Map(gridColumns('packages', names).flatMap((column) => column.fields).map((field) => [field.key, field]));
}

/** One line for each change, for a table of another program: exact digits. */
function tableOf(rows: readonly PackageChange[], t: Tell): CopiedTable {
  const columns = ['package', 'name', 'product', 'change', 'from', 'to'].map((column) => ({ header: t(`snapshots.${column}`), numeric: false }));
  return copiedTable(columns, rows.flatMap(({ packageId, packageName, product, what, changes }) => {
    const own = [packageId, packageName ?? '', product ?? ''];
    return changes.length === 0 ? [[...own, t(`snapshots.${what}`), '', '']] : changes.map(({ field, before, after }) => [...own, field, before, after]);
  }), true);
}
