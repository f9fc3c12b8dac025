import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMON_TEXTS } from '../core/reconcile/texts.ts';
import { CHECKS } from '../core/reconcile/checks/index.ts';
import { ERROR_CODES } from '../core/base/errors.ts';
import { REJECT_REASONS } from '../core/fields/facts.ts';
import english from '../resources/strings/en.json' with { type: 'json' };
import chinese from '../resources/strings/zh-CN.json' with { type: 'json' };

/** Rules of the house that no compiler knows. Each failure names the file and the rule. */
const ROOT = resolve(import.meta.dirname, '..');

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

const SOURCES = ['core', 'electron', 'renderer'].flatMap(filesBelow);

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

/** `core/base`, `core/fields`, …, `electron`, `renderer`, or the name of a package. */
function roomOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const target = relative(ROOT, resolve(ROOT, dirname(file), specifier));
  const parts = target.split('/');
  return parts[0] === 'core' ? `${parts[0]}/${parts[1]}` : parts[0]!;
}

/** Which rooms a room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'core/base': [],
  'core/fields': ['core/base'],
  'core/import': ['core/base', 'core/fields'],
  'core/deduct': ['core/base', 'core/fields'],
  // The checks work on histories, which are the result of a replay.
  'core/reconcile': ['core/base', 'core/fields', 'core/deduct'],
  'core/export': ['core/base', 'core/fields'],
  'core/demo': ['core/base', 'core/fields'],
  'core/contract': ['core/base', 'core/fields'],
  'core/store': ['core/base', 'core/fields'],
  'core/host': ['core/base', 'core/fields', 'core/import', 'core/deduct', 'core/reconcile', 'core/export', 'core/demo', 'core/contract', 'core/store', 'resources', 'package.json'],
  electron: ['core/base', 'core/fields', 'core/contract', 'core/host', 'resources', 'package.json'],
  renderer: ['core/base', 'core/fields', 'core/contract', 'resources', 'package.json'],
};

const PURE = ['core/base', 'core/fields', 'core/import', 'core/deduct', 'core/reconcile', 'core/export', 'core/demo', 'core/contract'];

function homeOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'core' ? `core/${parts[1]}` : parts[0]!;
}

describe('layers', () => {
  it('every import goes along an arrow of the picture', () => {
    const wrong = SOURCES.flatMap((file) => importsOf(file).filter((specifier) => specifier.startsWith('.')).map((specifier) => ({ file, room: roomOf(file, specifier) })))
      .filter(({ file, room }) => room !== homeOf(file) && !(MAY_IMPORT[homeOf(file)] ?? []).includes(room))
      .map(({ file, room }) => `${file} imports ${room}`);
    expect(wrong).toEqual([]);
  });

  it('pure rooms know no Node, no DOM, no clock and no chance', () => {
    const wrong = SOURCES.filter((file) => PURE.includes(homeOf(file))).flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      const used = importsOf(file).filter((specifier) => specifier.startsWith('node:') || specifier === 'better-sqlite3' || specifier === 'electron');
      if (/\bDate\.now\(|\bnew Date\(|\bMath\.random\(|\bperformance\.now\(|\bprocess\./.test(text)) used.push('clock, chance or process');
      return used.map((what) => `${file} uses ${what}`);
    });
    expect(wrong).toEqual([]);
  });

  it('only the store speaks SQL', () => {
    const wrong = SOURCES.filter((file) => importsOf(file).includes('better-sqlite3') && homeOf(file) !== 'core/store');
    expect(wrong).toEqual([]);
  });
});

describe('checks', () => {
  it('each check is one file named after its id, registered, with a test of the same name', () => {
    const camel = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const files = readdirSync(join(ROOT, 'core/reconcile/checks')).filter((name) => name !== 'index.ts').map((name) => basename(name, '.ts')).sort();
    const tests = new Set(readdirSync(join(ROOT, 'test/reconcile')).map((name) => basename(name, '.test.ts')));
    expect(CHECKS.map((check) => camel(check.id)).sort()).toEqual(files);
    expect(files.filter((name) => !tests.has(name))).toEqual([]);
  });

  it('every text of a check exists in both languages and speaks of the same values', () => {
    const texts = [...CHECKS.flatMap((check) => Object.entries(check.texts).map(([name, text]) => [`${check.id}.${name}`, text] as const)), ...Object.entries(COMMON_TEXTS)];
    expect(texts.filter(([, text]) => placeholders(text.zh) !== placeholders(text.en)).map(([id]) => id)).toEqual([]);
    expect(texts.filter(([, text]) => text.zh.trim() === '' || text.en.trim() === '').map(([id]) => id)).toEqual([]);
  });
});

describe('texts', () => {
  it('both languages have the same keys and the same values in each', () => {
    const zh: Readonly<Record<string, string>> = chinese;
    const en: Readonly<Record<string, string>> = english;
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(en).filter((key) => placeholders(zh[key]!) !== placeholders(en[key]!))).toEqual([]);
  });

  it('every error code and every reason of a rejected row has a sentence', () => {
    const keys = new Set(Object.keys(english));
    expect([...ERROR_CODES.map((code) => `error.${code}`), ...REJECT_REASONS.map((reason) => `reject.${reason}`)].filter((key) => !keys.has(key))).toEqual([]);
  });
});

function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort().join(',');
}

describe('code', () => {
  it('no source file is longer than 420 lines', () => {
    expect(SOURCES.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 420)).toEqual([]);
  });

  it('no file of the product names a path of a machine or a registry', () => {
    const all = [...SOURCES, 'README.md', 'package.json', 'package-lock.json', '.ci/run'];
    expect(all.filter((file) => /\/work\/|\/root\/|"resolved":/.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});

describe('runtime', () => {
  it('tests run on a Node whose native interface the database binding needs', () => {
    expect(Number(process.versions['napi'])).toBeGreaterThanOrEqual(10);
  });
});
