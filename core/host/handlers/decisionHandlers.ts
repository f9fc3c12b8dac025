import { AppError } from '../../base/errors.ts';
import { USER_NAME } from '../../contract/names.ts';
import { parseCivil } from '../../base/time.ts';
import type { Query } from '../../fields/views.ts';
import type { Decided, Deciding, Turned } from '../../store/decisions.ts';
import type { Writing } from '../../store/log/log.ts';
import type { AppHandlers, Services } from '../services.ts';
import { today } from '../today.ts';
import { whoOf } from '../who.ts';

type Mine = 'findings.decide' | 'findings.decideAll' | 'findings.count' | 'findings.note' | 'findings.history' | 'findings.undoable' | 'findings.undo' | 'findings.redo'
  | 'findings.rules' | 'findings.revoke' | 'findings.closed' | 'log.verify' | 'months.list' | 'months.sign';

export function decisionHandlers({ session, profile, changed, now }: Services): Pick<AppHandlers, Mine> {
  const { reader, counter, writer } = session;
  const writing = (): Writing => {
    if (session.isReadOnly) throw new AppError('project-read-only', { file: session.name });
    return { at: now(), who: whoOf(profile.settings.page[USER_NAME]) };
  };
  const told = <T>(result: T): T => {
    changed('decisions');
    return result;
  };
  /** A setting counts from the next run on. */
  const turned = ({ isSetting, ...decided }: Turned): Decided => {
    if (isSetting) changed('basis', 'run');
    return told(decided);
  };
  return {
    'findings.decide': async ({ keys, scope, ...given }) => {
      const deciding = checked(given, now());
      if (scope !== 'finding' && (given.state !== 'ignored' || keys.length !== 1)) throw new AppError('input-invalid', { detail: 'scope' });
      return told(await writer.call('decide', { keys, deciding, scope, writing: writing() }));
    },
    'findings.decideAll': async ({ query, expected, ...given }, { signal }) => {
      const deciding = checked(given, now());
      const keys = await counter.call('keysOf', ofFindings(query), { signal });
      if (keys.length !== expected) throw new AppError('count-changed', { expected, count: keys.length });
      return told(await writer.call('decide', { keys, deciding, scope: 'finding', writing: writing() }));
    },
    'findings.count': async (input, { signal }) => {
      if ('query' in input) return counter.call('unsettled', ofFindings(input.query), { signal });
      const count = input.scope === 'finding' ? 1 : await counter.call('covered', { key: input.key, scope: input.scope });
      return { count, unsettled: count };
    },
    'findings.note': async ({ key, text }) => {
      if (text.trim() === '') throw new AppError('reason-needed');
      await writer.call('note', { key, text: text.trim(), writing: writing() });
      return told({});
    },
    'findings.history': async ({ key }) => ({ entries: await reader.call('history', { key }) }),
    'findings.undoable': () => reader.call('undoable', {}),
    'findings.undo': async ({ act }) => turned(await writer.call('undo', { act, writing: writing() })),
    'findings.redo': async ({ act }) => turned(await writer.call('redo', { act, writing: writing() })),
    'findings.rules': async () => ({ rules: await counter.call('rules', {}) }),
    'findings.revoke': async ({ rule }) => told(await writer.call('revoke', { rule, writing: writing() })),
    'findings.closed': ({ limit }) => reader.call('closed', { limit }),
    'log.verify': (_input, { signal }) => counter.call('verifyLog', {}, { signal }),
    'months.list': async (_input, { signal }) => ({ months: await counter.call('months', {}, { signal }) }),
    'months.sign': async ({ month, name, remark, digest, waive }, { signal }) => {
      const who = writing();
      if (name.trim() === '') throw new AppError('reason-needed');
      const proposal = await counter.call('proposal', { month }, { signal });
      if (proposal.digest !== digest) throw new AppError('sign-changed', { month });
      if (!waive && proposal.unmet.some((item) => item !== 'run')) throw new AppError('sign-waive', { month });
      return told(await writer.call('sign', { month, name: name.trim(), remark: remark === null || remark.trim() === '' ? null : remark.trim(), proposal, writing: who }));
    },
  };
}

/** Resolving needs a code, ignoring a reason, and only ignoring has a last day, which is not past. Throws `reason-needed` and `until-invalid`. */
function checked({ state, code, reason, note, until, run }: Deciding, now: string): Deciding {
  const text = (value: string | null): string | null => (value === null || value.trim() === '' ? null : value.trim());
  const given = { state, code: state === 'resolved' ? code : null, reason: text(reason), note: text(note), until: state === 'ignored' ? until : null, run };
  if ((state === 'resolved' && given.code === null) || (state === 'ignored' && given.reason === null)) throw new AppError('reason-needed');
  if (given.until !== null && (parseCivil(given.until) === null || given.until < today(now))) throw new AppError('until-invalid', { value: given.until });
  return given;
}

/** Whatever the page asks about, decisions are about findings. */
function ofFindings(query: Query): Query {
  if (query.view !== 'findings') throw new AppError('input-invalid', { detail: query.view });
  return query;
}
