import { HOUR, monthOf, monthStart, DAY, startOfDay } from '../base/time.ts';
import type { Sentence } from '../base/text.ts';
import type { PeriodRule } from '../deduct/periods.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { policyText, type Policy, type PolicyName } from '../fields/policies.ts';
import { looksLikeCeiling } from './ratioRows.ts';
import type { Package } from './world.ts';

/** What a finding says of the policies that decided it, and what a policy means for the cut into periods. */

/** Where one policy of a product comes from: nobody says so (assumed), a document does, or the user of the project does. */
export function policyLine(policy: Policy, name: PolicyName): Sentence {
  const origin = policy.origins[name];
  const values = { name: `@policy.${name}`, value: name === 'lag' ? `${policy.lag / HOUR} h` : `@policy.${name}.${policyText(name, policy)}` };
  if (origin.kind === 'documented') return { id: 'common.documentedPolicy', values: { ...values, source: origin.source.title } };
  return { id: origin.kind === 'set' ? 'common.setPolicy' : 'common.assumedPolicy', values };
}

/** The posting lag where the policy decides it, because the package has too few rows to show its own. */
export function lagLines(pack: Package): Sentence[] {
  return pack.activity.lagIsPolicy ? [policyLine(pack.policy, 'lag')] : [];
}

/** Whole minutes deducted for seconds may have been rounded up: says why they were not taken to be, where nothing is documented. */
export function ceilingLines(row: DeductionRow, unit: string | null, policy: Policy): Sentence[] {
  const isOpen = !policy.minuteCeiling && policy.origins.minuteCeiling.kind !== 'documented' && looksLikeCeiling(row, unit, { minuteCeiling: true });
  return isOpen ? [policyLine(policy, 'minuteCeiling')] : [];
}

/** The periods that the policy prescribes, whatever the overview prints; `null` where it goes by the overview, or says too little. */
export function prescribedPeriods({ policy, effective }: Pick<Package, 'policy' | 'effective'>): PeriodRule | null {
  switch (policy.anchor) {
    case 'overview': return null;
    case 'calendar-month': return { kind: 'months', anchor: monthStart(monthOf(effective ?? 0)), count: 1 };
    case 'anniversary': return effective === null ? null : { kind: 'months', anchor: startOfDay(effective), count: 1 };
    case 'day': return { kind: 'seconds', anchor: 0, length: DAY };
    default: return { kind: 'seconds', anchor: 0, length: HOUR };
  }
}
