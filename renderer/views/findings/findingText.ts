import type { Say } from '../../../core/base/text.ts';
import type { FindingDetail } from '../../../core/contract/runProcedures.ts';

/** A finding as plain text, for a ticket or a mail: subject, arithmetic, what to do, rows. */
export function findingText({ finding, why, act, evidence }: FindingDetail, say: Say, t: Say): string {
  const fact = (key: string, value: string | null): string[] => (value === null ? [] : [`${t(`finding.${key}`)}: ${value}`]);
  return [
    `[${say(`severity.${finding.severity}`)}] ${say(`${finding.check}.title`)} (${finding.check})`,
    ...fact('packageId', finding.packageId),
    ...fact('transactionId', finding.transactionId),
    ...fact('product', finding.product),
    ...fact('quantity', finding.quantity === null ? null : `${finding.quantity} ${finding.unit ?? ''}`.trim()),
    ...fact('money', finding.money === null ? null : `${finding.money} ${finding.currency ?? ''}`.trim()),
    '',
    t('why.calculation'),
    ...why.map((sentence, at) => `${at + 1}. ${say(sentence.id, sentence.values)}`),
    '',
    `${t('why.act')}: ${say(act.id, act.values)}`,
    '',
    t('why.rows', { count: finding.rowCount }),
    ...evidence.map((row) => `- ${row.file}${row.sheet === null ? '' : ` › ${row.sheet}`} : ${row.line}`),
    '',
    finding.key,
  ].join('\n');
}
