import type { Cells } from '../support/scenario.ts';

/** An hour of one item as both sides tell it, for products whose bill prints raw and deducted usage. */

export const HOUR = '2025-05-10 05';

export function deducted(raw: string, more: Cells = {}): Cells {
  return {
    before: '1000.00', deducted: raw, after: (1000 - Number(raw)).toFixed(2), rawUsage: raw, usageStart: `${HOUR}:00:00`, usageEnd: `${HOUR}:59:59`, deductedAt: '2025-05-10 06:10:00', ...more,
  };
}

export function billed(raw: string | null, byPackages: string | null, net: string, more: Cells = {}): Cells {
  return { rawUsage: raw, deductedUsage: byPackages, usage: net, usageStart: `${HOUR}:00:00`, usageEnd: `${HOUR}:59:59`, transactionId: 'T1', afterDiscount: '0.00', ...more };
}
