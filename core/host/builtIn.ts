import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { readKnownNames, type KnownNames } from '../fields/names.ts';
import { readPolicyFamilies, type PolicyFamily } from '../fields/policies.ts';
import { resourcePath } from './resources.ts';

const POLICIES = join('policies', 'products.json');
const NAMES = join('names', 'names.json');

let policies: readonly PolicyFamily[] | null = null;
let names: readonly KnownNames[] | null = null;

/** What the vendor's documents say of products: resources/policies, read once. Throws `resource-damaged`. */
export function documentedPolicies(): readonly PolicyFamily[] {
  return (policies ??= readPolicyFamilies(POLICIES, jsonIn(resourcePath(POLICIES), POLICIES)));
}

/** Names that are known to be the same: resources/names, read once. Throws `resource-damaged`. */
export function knownNames(): readonly KnownNames[] {
  return (names ??= readKnownNames(NAMES, jsonIn(resourcePath(NAMES), NAMES)));
}

/** What a JSON file holds; `file` is what a message calls it. Throws `resource-damaged`. */
export function jsonIn(path: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new AppError('resource-damaged', { file, at: 'JSON', found: error instanceof Error ? error.message.slice(0, 100) : '-', expected: '{ … }' }, error);
  }
}
