import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { readPolicyFamilies, type PolicyFamily } from '../fields/policies.ts';
import { resourcePath } from './resources.ts';

const FILE = join('policies', 'products.json');

let held: readonly PolicyFamily[] | null = null;

/** What the vendor's documents say of products: resources/policies, read once. Throws `policies-damaged`. */
export function documentedPolicies(): readonly PolicyFamily[] {
  return (held ??= policiesIn(resourcePath(FILE), FILE));
}

/** The policies of one file; `name` is what a message calls it. Throws `policies-damaged`. */
export function policiesIn(path: string, name: string): PolicyFamily[] {
  return readPolicyFamilies(name, jsonIn(path, name));
}

function jsonIn(path: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new AppError('policies-damaged', { file, at: 'JSON', found: error instanceof Error ? error.message.slice(0, 100) : '-', expected: '{ "products": [ … ] }' }, error);
  }
}
