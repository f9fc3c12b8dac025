import type { Basis } from '../fields/basis.ts';
import { Names } from '../fields/names.ts';
import { PolicyBook } from '../fields/policies.ts';
import type { Store } from '../store/store.ts';
import { documentedPolicies } from './policyData.ts';

/** What is documented, without anything that a project sets. Throws `policies-damaged`. */
export function builtInBasis(): Basis {
  return { policies: new PolicyBook(documentedPolicies()), names: new Names([]), totals: [] };
}

/** What a run over the project goes by: documents, and what the project sets. Throws `policies-damaged`. */
export function basisOf({ settings }: Pick<Store, 'settings'>): Basis {
  return { policies: new PolicyBook(documentedPolicies(), settings.policies()), names: new Names(settings.names()), totals: settings.totals() };
}
