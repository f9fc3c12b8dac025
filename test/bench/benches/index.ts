import type { Bench } from '../bench.ts';
import { checks, checksCore } from './checks.ts';
import { importCsv } from './importCsv.ts';
import { importXlsx, importXlsxSmall } from './importXlsx.ts';
import { reconcile } from './reconcile.ts';

/** In the order in which they run. */
export const BENCHES: readonly Bench[] = [importCsv, importXlsx, importXlsxSmall, checks, checksCore, reconcile];
