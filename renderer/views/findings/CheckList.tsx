import type { ReactElement } from 'react';
import type { CheckCounts } from '../../../core/contract/runProcedures.ts';
import { Severity } from '../../frame/Severity.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

interface Props {
  readonly checks: readonly CheckCounts[];
  readonly selected: string | null;
  readonly select: (check: string | null) => void;
}

/** All checks by family, each with what it counted; a check that could not answer says why. */
export function CheckList({ checks, selected, select }: Props): ReactElement {
  const { t, say } = useSay();
  const families = Map.groupBy(checks, (check) => check.family);
  return (
    <nav className="checks" aria-label={t('findings.checks')}>
      <button type="button" className="check" aria-pressed={selected === null} onClick={() => select(null)}><b>{t('findings.allChecks', { count: checks.length })}</b></button>
      {[...families].map(([family, members]) => (
        <div key={family}>
          <h3>{say(`family.${family}`)}</h3>
          {members.map((check) => <CheckLine key={check.id} check={check} isSelected={check.id === selected} select={() => select(check.id === selected ? null : check.id)} />)}
        </div>
      ))}
    </nav>
  );
}

function CheckLine({ check, isSelected, select }: { readonly check: CheckCounts; readonly isSelected: boolean; readonly select: () => void }): ReactElement {
  const { t, say } = useSay();
  const worst = check.findings.error > 0 ? 'error' : check.findings.warning > 0 ? 'warning' : check.findings.info > 0 ? 'info' : null;
  const count = check.findings.error + check.findings.warning + check.findings.info;
  return (
    <button type="button" className="check" aria-pressed={isSelected} onClick={select} title={check.id}>
      <span className="row" style={{ flexWrap: 'nowrap', alignItems: 'start' }}>
        <span className="grow">{say(`${check.id}.title`)}</span>
        {worst !== null && <Severity severity={worst}>{count}</Severity>}
      </span>
      <span className="counts">
        <span>{t('findings.checked', { count: showCount(check.checked) })}</span>
        <span>{t('findings.passed', { count: showCount(check.passed) })}</span>
        <span>{t('findings.failed', { count: showCount(check.failed) })}</span>
        <span>{t('findings.notCheckable', { count: showCount(check.notCheckable) })}</span>
      </span>
      {isSelected && check.reasons.map(({ reason, count: subjects }, at) => (
        <span key={at} className="counts">{t('findings.because', { count: showCount(subjects), reason: say(reason.id, reason.values) })}</span>
      ))}
    </button>
  );
}
