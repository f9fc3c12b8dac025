import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verify } from '../../core/demo/verify.ts';
import type { ExpectedFinding } from '../../core/demo/index.ts';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { reconcileJson } from '../support/runFiles.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/cases');
const WASTE = new Set(CHECKS.filter((check) => check.family === 'waste').map((check) => check.id));

interface Expected {
  readonly snapshot: string;
  readonly deductions: number;
  readonly packages: number;
  readonly bill: number;
  readonly findings: readonly ExpectedFinding[];
}

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(resolve(FIXTURES, `${name}.expected.json`), 'utf8')) as Expected;
}

describe.each(['cn-clean', 'reseller-faults'])('case %s', (name) => {
  const expected = expectedOf(name);

  it('finds what was planted, with its subject and its difference, and nothing else', async () => {
    const { code, result } = await reconcileJson([resolve(FIXTURES, `${name}.zip`)], '--snapshot', expected.snapshot);
    const read = (kind: string): number => result.inputs.filter((input) => input.kind === kind).reduce((sum, input) => sum + input.stored, 0);
    expect({ deductions: read('deductions'), packages: read('packages'), bill: read('bill') }).toEqual({ deductions: expected.deductions, packages: expected.packages, bill: expected.bill });
    const { missed, others } = verify(expected.findings, result.findings, WASTE);
    expect(missed).toEqual([]);
    expect(others).toEqual([]);
    expect(code).toBe(expected.findings.length === 0 ? 0 : 1);
    expect(result.refused).toEqual([]);
    for (const check of result.checks) expect(check.checked, check.id).toBe(check.passed + check.failed + (check.checked === 0 ? 0 : check.notCheckable));
  });
});
