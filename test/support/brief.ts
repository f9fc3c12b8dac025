import type { Finding } from '../../core/reconcile/finding.ts';

/**
 * A finding in one line, for assertions on whole results: severity, package, transaction, quantity and unit, money and
 * currency, and its rows as `kind:line`; `-` where there is none.
 */
export function brief(finding: Finding): string {
  const { severity, packageId, transactionId, quantity, unit, money, currency, rows } = finding;
  return [
    severity, packageId ?? '-', transactionId ?? '-', quantity === null ? '-' : `${quantity.toString()} ${unit ?? ''}`.trim(), money === null ? '-' : `${money.toString()} ${currency ?? ''}`.trim(),
    rows.map((row) => `${row.kind}:${row.line}`).join(','),
  ].join(' | ');
}

/** The sentences of a finding by name, without the check's id, each with one of its values where asked for. */
export function said(finding: Finding, ...values: readonly string[]): string[] {
  return finding.why.map(({ id, values: all }) => {
    const named = values.filter((name) => all[name] !== undefined).map((name) => `${name}=${all[name]}`);
    return [id.slice(id.indexOf('.') + 1), ...named].join(' ');
  });
}
