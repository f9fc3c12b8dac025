import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateDemo, type DemoOptions } from '../../core/demo/index.ts';
import { builtInBasis } from '../../core/host/basis.ts';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { reconcile } from '../../core/reconcile/reconcile.ts';
import { ENCODINGS, withImported } from '../property/pipeline.ts';

/**
 * Whole results of twenty seeded projects, held to the last byte: every count, reason, finding, sentence, number and cited row.
 * An optimisation must not change one of them. A change of meaning does, and says so by rewriting the file
 * (`UPDATE_GOLDEN=1`), where the diff names the checks that answer otherwise.
 */
const FILE = resolve(import.meta.dirname, 'seeds.json');
const SEEDS = Array.from({ length: 20 }, (_, index) => 3 + index * 41);

type Golden = Readonly<Record<string, Readonly<Record<string, string>>>>;

const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Golden;
const written: Record<string, Record<string, string>> = {};

function optionsOf(seed: number, index: number): DemoOptions {
  return {
    seed, rows: 1500 + (index % 4) * 500, layout: (['cn', 'intl', 'reseller'] as const)[index % 3]!, locale: index % 2 === 0 ? 'zh-CN' : 'en',
    paired: index % 4 < 2, splitDeductions: index % 5 === 4 ? 4 : 1, faults: index % 4 === 3 ? 'none' : 'all',
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** One digest per check, of its counts and findings, and one of what was replayed. */
async function resultOf(seed: number, index: number): Promise<Record<string, string>> {
  const demo = generateDemo(optionsOf(seed, index));
  return withImported(demo, ENCODINGS[index % 3]!, (files) => files, (data) => {
    const { checks, findings, replayed, snapshot } = reconcile(data, CHECKS, { basis: { ...builtInBasis(), totals: demo.totals } });
    const perCheck = checks.map((check) => [check.id, digest([check, findings.filter((finding) => finding.check === check.id)])] as const);
    return { replayed: digest([replayed, snapshot]), order: digest(findings.map((finding) => finding.key)), ...Object.fromEntries(perCheck) };
  });
}

describe('results of seeded projects', () => {
  it.each(SEEDS.map((seed, index) => [seed, index] as const))('seed %i', async (seed, index) => {
    const result = await resultOf(seed, index);
    if (process.env['UPDATE_GOLDEN'] !== undefined) {
      written[seed] = result;
      writeFileSync(FILE, `${JSON.stringify({ ...recorded, ...written }, null, 1)}\n`);
      return;
    }
    expect(result).toEqual(recorded[seed]);
  });
});
