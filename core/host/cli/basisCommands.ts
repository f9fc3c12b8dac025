import { AppError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { isNameKind, NAME_KINDS } from '../../fields/names.ts';
import { EVERY_PRODUCT, isPolicyName, POLICY_NAMES } from '../../fields/policies.ts';
import type { Store } from '../../store/store.ts';
import { checkedPolicy, checkedTotal, checkedUnit } from '../projectRules.ts';
import { whoOf } from '../who.ts';
import { namesOf, policiesOf, totalsOf, unitsOf } from '../worker/basisWork.ts';
import { EXIT, type Context, type ExitCode } from './io.ts';
import { openForLook, openForWork } from './projectCommands.ts';

type Options = Readonly<Record<string, string>>;

/** Takes back what was set. */
const STANDARD = 'default';
const NONE = 'none';

/** Lists the policies of all products, or sets one first. */
export function policiesCommand(options: Options, context: Context): ExitCode {
  const { product, policy, value } = options;
  return changing('policies', options, context, policy !== undefined || value !== undefined, (store, writing) => {
    if (policy === undefined || !isPolicyName(policy)) throw new AppError('option-value', { option: '--policy', value: policy ?? '', expected: POLICY_NAMES.join(', ') });
    if (value === undefined) throw new AppError('option-value', { option: '--value', value: '', expected: STANDARD });
    store.settings.setPolicy(checkedPolicy({ product: product ?? EVERY_PRODUCT, name: policy, value: value === STANDARD ? null : value }), writing);
  }, (store) => {
    const { terminal, say } = context;
    for (const shown of policiesOf({ store })) {
      if (product !== undefined && shown.product !== product) continue;
      terminal.out(shown.product === EVERY_PRODUCT ? say('ui.policies.every') : visible(shown.product));
      for (const { name, value: set, origin, source } of shown.policies) {
        terminal.out(say('cli.policy', { name, title: `@policy.${name}`, value: set, words: name === 'lag' ? `${set} h` : `@policy.${name}.${set}`, origin: `@ui.policies.origin.${origin}`, source: source === null ? '' : ` · ${source.title}` }));
      }
    }
  });
}

/** Lists names without a partner and those that are joined, or joins (`--same`) or parts (`--other`) two first. */
export function namesCommand(options: Options, context: Context): ExitCode {
  const { kind, name, same, other } = options;
  return changing('names', options, context, name !== undefined || same !== undefined || other !== undefined, (store, writing) => {
    if (!isNameKind(kind)) throw new AppError('option-value', { option: '--kind', value: kind ?? '', expected: NAME_KINDS.join(', ') });
    const second = same ?? other;
    if (name === undefined || second === undefined || name.trim() === '' || second.trim() === '') throw new AppError('option-value', { option: '--name', value: name ?? '', expected: '--name … --same … | --name … --other …' });
    store.settings.setName({ kind, name, same: second }, same !== undefined, writing);
  }, (store) => {
    const { terminal, say } = context;
    const { known, own, unmatched, totals } = namesOf({ store, views: store.views() });
    for (const group of known) terminal.out(say('cli.knownNames', { kind: `@ui.names.kind.${group.kind}`, names: group.names.join(' = '), source: group.source.title }));
    for (const entry of own) terminal.out(say('cli.ownNames', { kind: `@ui.names.kind.${entry.kind}`, name: entry.name, same: entry.same }));
    terminal.out(say('cli.unmatched', totals));
    for (const entry of unmatched) terminal.out(say('cli.unmatchedOn', { side: `@ui.names.side.${entry.side}`, kind: `@ui.names.kind.${entry.kind}`, name: [entry.product, entry.subproduct, entry.name].filter((part) => part !== null).join(' › '), rows: entry.rows }));
  });
}

/** Lists units that the program does not know, or says first what one stands for; `none` takes that back. */
export function unitsCommand(options: Options, context: Context): ExitCode {
  const { unit, same } = options;
  return changing('units', options, context, unit !== undefined || same !== undefined, (store, writing) => {
    if (unit === undefined || same === undefined) throw new AppError('option-value', { option: '--unit', value: unit ?? '', expected: '--unit … --same …' });
    store.settings.setUnit(checkedUnit({ word: unit, same: same === NONE ? null : same }), writing);
  }, (store) => {
    const { terminal, say } = context;
    const { units } = unitsOf({ store, views: store.views() });
    if (units.length === 0) terminal.out(say('cli.noUnits'));
    for (const { word, rows, places, same: meaning } of units) {
      terminal.out(say('cli.unit', { word, rows, places: places.map((place) => `@field.${place}`).join(' '), same: meaning ?? '?' }));
    }
  });
}

/** Lists stated totals, or states one first; an amount of `none` takes it back. */
export function totalsCommand(options: Options, context: Context): ExitCode {
  const { month, payer, product, currency, amount } = options;
  return changing('totals', options, context, amount !== undefined || month !== undefined, (store, writing) => {
    const checked = checkedTotal({ month: month ?? '', payer: payer ?? null, product: product ?? null, currency: currency ?? 'CNY', amount: amount === NONE ? null : (amount ?? '') });
    store.settings.setTotal(checked.of, checked.amount, writing);
  }, (store) => {
    const { terminal, say } = context;
    const { totals } = totalsOf({ store, views: store.views() });
    if (totals.length === 0) terminal.out(say('cli.noTotals'));
    for (const total of totals) terminal.out(say('cli.total', { month: total.month, scope: [total.payer, total.product].map((part) => (part === null ? '' : ` · ${part}`)).join(''), amount: total.amount, currency: total.currency }));
  });
}

/** Changes a project where that is asked for, and shows it then. */
function changing(command: string, options: Options, { now }: Context, isChange: boolean, change: (store: Store, writing: { readonly at: string; readonly who: string | null }) => void, show: (store: Store) => void): ExitCode {
  const store = isChange ? openForWork(command, options['project']) : openForLook(command, options['project']);
  try {
    if (isChange) change(store, { at: now, who: whoOf(undefined) });
    show(store);
    return EXIT.clean;
  } finally {
    store.close();
  }
}
