import { facts } from './0001-facts.ts';
import { segments } from './0002-segments.ts';
import { log } from './0003-log.ts';
import { fileTotals } from './0004-fileTotals.ts';
import type { Migration } from './migration.ts';

/** All steps in their order; a new one is added at the end. */
export const MIGRATIONS: readonly Migration[] = [facts, segments, log, fileTotals];

/** The layout that this program writes. */
export const LATEST_VERSION = MIGRATIONS.at(-1)!.version;
