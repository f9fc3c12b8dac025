import { join } from 'node:path';
import { contract, type AppContract } from '../contract/contract.ts';
import type { EventNames, EventOf } from '../contract/procedure.ts';
import type { Wire } from '../contract/protocol.ts';
import { dispatcher, serveWire, type Served } from '../contract/server.ts';
import { Exports } from './exports.ts';
import { appHandlers } from './handlers/appHandlers.ts';
import { backupHandlers } from './handlers/backupHandlers.ts';
import { basisHandlers } from './handlers/basisHandlers.ts';
import { coverageHandlers } from './handlers/coverageHandlers.ts';
import { decisionHandlers } from './handlers/decisionHandlers.ts';
import { exportHandlers } from './handlers/exportHandlers.ts';
import { importHandlers } from './handlers/importHandlers.ts';
import { recordHandlers } from './handlers/recordHandlers.ts';
import { runHandlers } from './handlers/runHandlers.ts';
import type { HostTools } from './hostTools.ts';
import { Profile } from './profile.ts';
import { ProjectBackups } from './projectBackups.ts';
import { Projects, removeProject } from './projects.ts';
import { ProjectSession } from './projectSession.ts';
import { Refs } from './refs.ts';
import { failureOf, Tasks } from './tasks.ts';
import type { Change, Services } from './services.ts';

export interface ServiceOptions {
  readonly profile: Profile;
  readonly tools: HostTools;
  /** Where exports go; a folder of the profile where the host has no better place. */
  readonly exportFolder?: string;
  /** Opened first; else what was open last. */
  readonly project?: string | null;
  readonly clock?: () => Date;
  /** Hears of defects, for a log. */
  readonly report?: (error: unknown, where: string) => void;
  readonly checkOutput?: boolean;
}

/** How often it is asked whether a day has passed. */
const EXPIRY_MS = 600_000;

/** When the first look is taken whether the day still lacks a backup: not while the user waits for the program to open. */
const BACKUP_AFTER_MS = 60_000;

/** The whole program behind one contract; a host brings wires and tools. */
export interface Service extends Services {
  connect(wire: Wire): Served;
  close(): Promise<void>;
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { profile, tools, clock = () => new Date(), report = () => {} } = options;
  const served = new Set<Served>();
  const emit = <E extends EventNames<AppContract>>(name: E, value: EventOf<AppContract, E>): void => {
    for (const one of served) one.emit(name, value);
  };
  const changed = (...what: Change[]): void => emit('changed', { what });
  const now = (): string => clock().toISOString();
  const refs = new Refs();
  const tasks = new Tasks((task) => emit('task', task));
  const session = new ProjectSession((error) => {
    report(error, 'worker');
    emit('failed', { code: failureOf(error).code, values: { ...failureOf(error).values } });
  });
  const projects = new Projects({ profile, session, tasks, tools, now, changed: () => changed('project', 'imports', 'run', 'exports') });
  const exports = new Exports({ profile, session, tasks, tools, folder: options.exportFolder ?? join(profile.folder, 'exports'), now, changed: () => changed('exports') });
  const backups = new ProjectBackups({ session, tasks, now, report, changed: () => changed('backups') });
  const services: Services = { tools, profile, refs, tasks, session, projects, exports, backups, now, emit, changed };
  const dispatch = dispatcher(contract, { ...appHandlers(services), ...backupHandlers(services), ...importHandlers(services), ...recordHandlers(services), ...runHandlers(services), ...coverageHandlers(services), ...basisHandlers(services), ...decisionHandlers(services), ...exportHandlers(services) }, { report, checkOutput: options.checkOutput ?? false });
  // Every page asks for the texts of checks: they are loaded while the threads load theirs. Whoever asks hears of what fails.
  import('./speak.ts').catch(() => undefined);
  try {
    await projects.start(options.project ?? null);
  } catch (error) {
    await session.close();
    throw error;
  }
  // A project may stay open over midnight, when what was ignored until a day is open again.
  const clockwork = setInterval(() => {
    if (session.path === null || session.isReadOnly) return;
    session.writer.call('expire', { now: now() }).then((ended) => { if (ended > 0) changed('decisions'); }, (error: unknown) => report(error, 'expire'));
  }, EXPIRY_MS).unref();
  const daily = (): void => void backups.daily();
  const firstBackup = setTimeout(daily, BACKUP_AFTER_MS).unref();
  const backupClock = setInterval(daily, EXPIRY_MS).unref();
  return {
    ...services,
    connect: (wire) => {
      const one = serveWire(wire, dispatch);
      served.add(one);
      wire.onClose?.(() => served.delete(one));
      return one;
    },
    close: async () => {
      clearInterval(clockwork);
      clearTimeout(firstBackup);
      clearInterval(backupClock);
      tasks.cancelAll();
      const leftover = await projects.leftover();
      for (const one of served) one.close();
      await session.close();
      if (leftover !== null) removeProject(leftover);
    },
  };
}
