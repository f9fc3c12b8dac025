import type { Basis } from '../fields/basis.ts';
import { Names, sameNames } from '../fields/names.ts';
import { PolicyBook } from '../fields/policies.ts';
import type { Store } from '../store/store.ts';
import { documentedPolicies, knownNames } from './builtIn.ts';

/** What is documented, without anything that a project sets. Throws `resource-damaged`. */
export function builtInBasis(): Basis {
  return { policies: new PolicyBook(documentedPolicies()), names: new Names(sameNames(knownNames())), totals: [] };
}

/** What a run over the project goes by: documents, and what the project sets. Throws `resource-damaged`. */
export function basisOf({ settings }: Pick<Store, 'settings'>): Basis {
  return { policies: new PolicyBook(documentedPolicies(), settings.policies()), names: new Names([...sameNames(knownNames()), ...settings.names()]), totals: settings.totals() };
}
