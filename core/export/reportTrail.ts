import type { Say } from '../base/text.ts';
import type { FindingStatus, Resolution } from '../fields/decisions.ts';
import type { SealChangeKind, SealState } from '../fields/signOff.ts';
import type { OutCell } from './cell.ts';
import type { OutRow } from './rowSource.ts';
import type { SheetSpec } from './xlsx.ts';

/** How a finding stands, as a report tells it. */
export interface FindingDecision {
  readonly status: FindingStatus;
  readonly code: Resolution | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly until: string | null;
  readonly who: string | null;
  readonly at: string | null;
}

/** An entry of the log, with everything that its hash is made of. */
export interface ReportEntry {
  readonly id: number;
  readonly act: number;
  readonly at: string;
  readonly who: string | null;
  readonly kind: string;
  readonly key: string | null;
  readonly body: string;
  readonly before: string;
  readonly hash: string;
}

/** A month that was signed, and whether it is still what was signed. */
export interface ReportMonth {
  readonly month: string;
  readonly state: SealState;
  readonly entry: number;
  readonly at: string;
  readonly name: string;
  readonly who: string | null;
  readonly remark: string | null;
  readonly waived: readonly string[];
  readonly hashes: { readonly input: string; readonly finding: string; readonly decision: string };
  readonly hash: string;
  readonly changes: readonly { readonly kind: SealChangeKind; readonly count: number; readonly names: readonly string[] }[];
}

type Column = SheetSpec['columns'][number];

/** What stands behind a finding about its decision. */
export function decisionColumns(say: Say): Column[] {
  return (['status', 'settled', 'note', 'until', 'who', 'decidedAt'] as const).map((name) => ({ header: say(`report.col.${name}`), kind: name === 'settled' || name === 'note' ? 'wrap' : 'text', width: name === 'settled' || name === 'note' ? 30 : 16 }));
}

export function decisionCells({ status, code, reason, note, until, who, at }: FindingDecision, say: Say): OutCell[] {
  return [say(`ui.decision.${status}`), settledWords(code, reason, say), note, until, who, at];
}

/** What settled it, in words: the code, the reason, or both. */
function settledWords(code: Resolution | null, reason: string | null, say: Say): string | null {
  const words = [...(code === null ? [] : [say(`ui.resolution.${code}`)]), ...(reason === null ? [] : [reason])];
  return words.length === 0 ? null : words.join(' · ');
}

/** The months that were signed, and the log of decisions from its first entry to its last. */
export function trailSheets(months: readonly ReportMonth[], entries: () => Iterable<ReportEntry>, say: Say): SheetSpec[] {
  const column = (name: string, kind: Column['kind'] = 'text', width?: number): Column => ({ header: say(`report.col.${name}`), kind, ...(width === undefined ? {} : { width }) });
  return [
    {
      name: say('report.sheet.signOffs'),
      columns: [column('month'), column('seal', 'text', 18), column('signer', 'text', 22), column('signedAt', 'text', 26), column('who'), column('remark', 'wrap', 40), column('waived', 'wrap', 30), column('changes', 'wrap', 70), column('entry', 'number'), column('hash', 'text', 66), column('inputHash', 'text', 66), column('findingHash', 'text', 66), column('decisionHash', 'text', 66)],
      rows: months.map((one): OutRow => [
        one.month, { text: say(`ui.seal.${one.state}`), style: one.state === 'broken' ? 'error' : 'good' }, one.name, one.at, one.who, one.remark,
        one.waived.map((item) => say(`ui.sign.item.${item}`)).join('\n'), one.changes.map((change) => changeWords(change, say)).join('\n'), { number: String(one.entry) }, one.hash, one.hashes.input, one.hashes.finding, one.hashes.decision,
      ]),
    },
    {
      name: say('report.sheet.log'),
      columns: [column('entry', 'number'), column('act', 'number'), column('at', 'text', 26), column('who'), column('what', 'text', 16), column('key', 'text', 32), column('said', 'wrap', 90), column('before', 'text', 66), column('hash', 'text', 66)],
      rows: logRows(entries, say),
    },
  ];
}

function* logRows(entries: () => Iterable<ReportEntry>, say: Say): Generator<OutRow> {
  for (const { id, act, at, who, kind, key, body, before, hash } of entries()) yield [{ number: String(id) }, { number: String(act) }, at, who, say(`ui.entry.${kind}`), key, body, before, hash];
}

/** What changed since a month was signed, in one line. Names stand behind the sentence, as they are. */
export function changeWords({ kind, count, names }: ReportMonth['changes'][number], say: Say): string {
  return `${say(`ui.sealChange.${kind}`, { count })}${names.join(', ')}${count > names.length ? ', …' : ''}`;
}
