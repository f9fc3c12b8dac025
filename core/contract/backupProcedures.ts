import { z } from 'zod';
import { BACKUP_KINDS } from './names.ts';
import { emptyShape, sentenceShape } from './shapes.ts';

/** Copies of the project beside it, and whether the project is sound. */

const backupShape = z.object({
  /** File name; it lies beside the project. */
  name: z.string(),
  kind: z.enum(BACKUP_KINDS),
  at: z.string(),
  bytes: z.int(),
});

const checkShape = z.object({
  /** What is wrong with the file, in SQLite's words; with faults nothing is said of the log. */
  faults: z.array(z.string()),
  entries: z.int(),
  hash: z.string(),
  broken: sentenceShape.nullable(),
});

export const backupProcedures = {
  /** The last one first. */
  'backups.list': { input: emptyShape, output: z.object({ backups: z.array(backupShape) }) },
  /** Makes one now; days with changes get theirs by themselves. */
  'backups.make': { input: z.strictObject({}), output: emptyShape },
  /** Puts a backup in place of the project that is open; what was there becomes a backup. `busy` while work is under way. */
  'backups.restore': { input: z.strictObject({ name: z.string().min(1).max(300) }), output: emptyShape },
  /** Reads the whole file and the whole log. */
  'project.check': { input: z.strictObject({}), output: checkShape },
} as const;

export type BackupRecord = z.output<typeof backupShape>;
export type ProjectCheck = z.output<typeof checkShape>;
