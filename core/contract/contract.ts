import { z } from 'zod';
import { appProcedures, fileProcedures, projectProcedures } from './appProcedures.ts';
import { backupProcedures } from './backupProcedures.ts';
import { basisProcedures } from './basisProcedures.ts';
import { coverageProcedures } from './coverageProcedures.ts';
import { decisionProcedures } from './decisionProcedures.ts';
import { exportProcedures } from './exportProcedures.ts';
import { importProcedures } from './importProcedures.ts';
import { MENU_COMMANDS } from './names.ts';
import { monthProcedures } from './monthProcedures.ts';
import type { Contract } from './procedure.ts';
import { recordProcedures } from './recordProcedures.ts';
import { runProcedures } from './runProcedures.ts';
import { emptyShape, failureShape, refShape } from './shapes.ts';

/** Long work that is under way or has just ended. It goes on whatever the page shows, and after a reload. */
export const taskShape = z.object({
  id: z.string(),
  kind: z.enum(['inspect', 'import', 'remove', 'run', 'export', 'sample', 'backup', 'restore', 'check']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** What it works on, such as a file's name; may be empty. */
  name: z.string(),
  rows: z.int(),
  done: z.number(),
  /** 0 where nobody knows. */
  total: z.number(),
  failure: failureShape.nullable(),
});

const taskProcedures = {
  'tasks.list': { input: emptyShape, output: z.object({ tasks: z.array(taskShape) }) },
  'tasks.cancel': { input: z.object({ id: z.string() }), output: emptyShape },
} as const;

export const CHANGES = ['project', 'backups', 'imports', 'run', 'decisions', 'exports', 'settings', 'basis'] as const;

/**
 * Everything that a page may ask of the program and hear from it. The page imports types from here and code from
 * `client.ts` and `names.ts` only: schemas stay with the program.
 */
export const contract = {
  procedures: { ...appProcedures, ...projectProcedures, ...backupProcedures, ...fileProcedures, ...importProcedures, ...recordProcedures, ...runProcedures, ...coverageProcedures, ...decisionProcedures, ...monthProcedures, ...basisProcedures, ...exportProcedures, ...taskProcedures },
  events: {
    /** Something that was shown may have changed: ask again. */
    changed: z.object({ what: z.array(z.enum(CHANGES)) }),
    task: taskShape,
    /** A native menu was used. */
    command: z.object({ name: z.enum(MENU_COMMANDS) }),
    /** Files were opened with the program from outside: the page offers to import them. */
    files: z.object({ refs: z.array(refShape) }),
    /** Something failed that no call of the page waits for. */
    failed: failureShape,
  },
} as const satisfies Contract;

export type AppContract = typeof contract;
export type Task = z.output<typeof taskShape>;
export type Change = (typeof CHANGES)[number];
