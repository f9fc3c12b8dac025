import { CATALOGUES } from '../../core/fields/index.ts';
import type { RecordKind } from '../../core/fields/field.ts';
import type { Connection } from '../../renderer/client.ts';

/** A program made of invented rows, for looking at the page while there is no host. Never shipped. */
const ROWS: Readonly<Record<RecordKind, number>> = { packages: 128, deductions: 1_204_331, bill: 310_220 };

function cell(kind: string, key: string, at: number): string | undefined {
  switch (kind) {
    case 'id': return `${key.slice(0, 3)}-${(at * 7919 + 1000003).toString(16)}`;
    case 'quantity': return `${(at * 137) % 20000}.${String((at * 7) % 1_000_000_000).padStart(9, '0')}`;
    case 'money': case 'price': return `${(at * 37) % 900}.${String(at % 100_000_000).padStart(8, '0')}`;
    case 'rate': return '1.0';
    case 'count': return String(at % 12);
    case 'time': return `2025-0${1 + (at % 8)}-1${at % 10} 04:10:46`;
    case 'month': return `2025-0${1 + (at % 8)}`;
    case 'unit': return at % 3 === 0 ? 'GB' : '分钟';
    default: return key === 'zone' ? undefined : ['实时音视频', '云直播', '对象存储 COS 标准存储容量包'][at % 3];
  }
}

const CODES: Readonly<Record<string, readonly string[]>> = { packageType: ['total', 'period', 'slice'], packageStatus: ['valid', 'expired', 'exhausted'], renewalMode: ['manual', 'auto'], billingMode: ['postpaid'], transactionType: ['postpay_deduct_h', 'prepay_purchase'] };

function row(view: string, at: number): object {
  if (view === 'findings') return { id: at, at, values: { severity: ['error', 'warning', 'info'][at % 3], check: 'chain-gap', packageId: 'pkg-8f3a', product: '实时音视频', quantity: '19.6', unit: '分钟', money: '0.39', currency: 'CNY', rows: '2', status: 'open', key: `k${at}` } };
  const values = Object.fromEntries(CATALOGUES[view as RecordKind].fields.flatMap((field) => {
    const codes = CODES[field.choices ?? ''];
    const value = codes === undefined ? cell(field.kind, field.key, at) : codes[at % codes.length];
    return value === undefined ? [] : [[field.key, value]];
  }));
  return { id: at + 1, at, values };
}

const settings = { locale: null, theme: 'system', views: {}, scope: {}, page: {} };
const finding = { key: 'k0', check: 'chain-gap', severity: 'error', packageId: 'pkg-8f3a', transactionId: null, product: '实时音视频', quantity: '19.6', unit: '分钟', money: '0.39', currency: 'CNY', rowCount: 2, position: 0, state: 'open', reason: null, note: null, isReopened: false };
const run = {
  at: '2025-08-01T06:02:00Z', engine: '0.1.0', snapshot: null, isStale: false, findings: { error: 3, warning: 2, info: 1 },
  checks: ['chain-gap', 'chain-increase', 'row-arithmetic', 'coverage-hole', 'original-cost'].map((id, at) => ({ id, family: ['chains', 'chains', 'rows', 'data', 'formulae'][at], checked: 5558, passed: 5557, failed: 1, notCheckable: at, reasons: [], findings: { error: at % 2, warning: 1, info: 0 } })),
};

const ANSWERS: Readonly<Record<string, (input: { view?: string; order?: string; start?: number; end?: number; kind?: string; id?: number; field?: string }) => unknown>> = {
  'app.info': () => ({ version: '0.1.0', host: 'loopback', platform: 'linux', locale: 'zh-CN', settings, can: { choose: false, openFiles: false, menus: false },
    project: { name: 'ACME-2025.packledger', isTemporary: false, isReadOnly: false, isSample: false, counts: { ...ROWS, findings: 23 }, files: 9, months: ['2025-05', '2025-06', '2025-07'], accounts: ['100012345678'], currencies: ['CNY', 'USD'] } }),
  'runs.latest': () => ({ run }),
  'tasks.list': () => ({ tasks: [{ id: 't', kind: 'import', state: 'running', name: 'deduct.xlsx', rows: 61000, done: 61, total: 100, failure: null }] }),
  'texts.get': () => ({ texts: { 'chain-gap.title': { zh: '余量断档', en: 'Balance gap' } } }),
  'settings.set': (input) => Object.assign(settings, input),
  'records.columns': ({ view }) => ({ columns: view === 'findings' ? [] : CATALOGUES[view as RecordKind].fields.map(({ key, kind }) => ({ key, kind, header: null, isPresent: true })) }),
  'records.order': ({ view }) => { const all = view === 'findings' ? 23 : ROWS[view as RecordKind]; return { order: view, total: all, unscoped: all, all }; },
  'records.block': ({ order, start, end }) => { const total = order === 'findings' ? 23 : ROWS[order as RecordKind]; return { total, rows: Array.from({ length: Math.min(end!, total) - start! }, (_, at) => row(order!, start! + at)) }; },
  'records.sums': ({ order }) => ({ sums: order === 'deductions' ? [{ field: 'deducted', unit: '分钟', value: '123456789.123456789', count: 9 }, { field: 'deducted', unit: 'GB', value: '12.5', count: 3 }] : [] }),
  'records.distinct': ({ field }) => ({ values: [{ value: field === 'status' ? 'valid' : '实时音视频', count: 77 }, { value: null, count: 3 }], total: 2 }),
  'records.locate': ({ id }) => ({ at: id }),
  'records.details': ({ kind, id }) => ({ values: (row(kind!, id! - 1) as { values: object }).values, file: { id: 1, name: '资源包抵扣明细-2025-05-08.csv', sheet: null, kind }, line: id, raw: { headers: ['a', 'b'], cells: ['1', '2'] }, seenIn: [], findings: [{ key: 'k0', check: 'chain-gap', severity: 'error' }] }),
  'findings.get': () => ({ finding, why: [{ id: 'chain-gap.title', values: {} }], act: { id: 'chain-gap.act', values: {} }, evidence: [{ kind: 'deductions', row: 3, file: 'deduct.csv', sheet: null, line: 118, at: 2, values: {} }] }),
  'imports.list': () => ({ imports: [] }),
  'exports.list': () => ({ exports: [] }),
  'projects.recent': () => ({ projects: [] }),
  'overview.get': () => ({
    months: ['2025-05', '2025-06'].map((month, at) => ({ month, kinds: ['packages', 'deductions', 'bill'].map((kind, place) => ({ kind, state: ['full', 'partial', 'none'][(place + at) % 3], rows: 12, gaps: [{ from: '2025-05-03', to: '2025-05-05' }], files: ['a.csv'] })) })),
    tieOut: [{ currency: 'CNY', total: '1234.56', lines: 10, addsUp: true, parts: ['purchase', 'usage', 'refund', 'adjustment', 'precision', 'unattributed'].map((part) => ({ part, value: '205.76', lines: 2, types: [{ type: 'x', value: '1', lines: 1 }] })) }],
    findings: ['error', 'warning', 'info'].map((severity) => ({ severity, count: 3, money: [{ currency: 'CNY', value: '12.34' }] })), top: [finding], notCheckable: 40,
    packages: { total: 128, active: 90, expiring: 3, snapshot: '2025-08-01 00:00:00', atRisk: [{ row: 1, packageId: 'pkg-1', packageName: '音视频通话套餐包', product: '实时音视频', expiry: '2025-08-20 23:59:59', days: 19, remaining: '1234.5', total: '20000', unit: '分钟', usedPercent: '93.8' }] },
  }),
};

export function fakeConnection(): Connection {
  return {
    client: {
      call: (name, input) => {
        const answer = ANSWERS[name];
        return answer === undefined ? Promise.reject(new Error(`fake: ${name}`)) : Promise.resolve(answer(input as never) as never);
      },
      on: () => () => undefined,
    },
    handOver: () => Promise.resolve([]),
  };
}
