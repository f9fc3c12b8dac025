import { BILL } from './bill.ts';
import { DEDUCTIONS } from './deductions.ts';
import type { Catalogue, RecordKind } from './field.ts';
import { PACKAGES } from './packages.ts';

export const CATALOGUES: Readonly<Record<RecordKind, Catalogue>> = { packages: PACKAGES, deductions: DEDUCTIONS, bill: BILL };
