import type { Bench } from '../bench.ts';
import { checks, checksCore } from './checks.ts';
import { exportCsv, exportXlsx } from './exports.ts';
import { grid } from './grid.ts';
import { growth } from './growth.ts';
import { importCsv } from './importCsv.ts';
import { importXlsx, importXlsxSmall } from './importXlsx.ts';
import { reconcile } from './reconcile.ts';
import { rerun } from './rerun.ts';
import { scroll } from './scroll.ts';
import { stall } from './stall.ts';
import { start } from './start.ts';

/** In the order in which they run. */
export const BENCHES: readonly Bench[] = [importCsv, importXlsx, importXlsxSmall, checks, checksCore, reconcile, rerun, exportXlsx, exportCsv, stall, start, grid, scroll, growth];
