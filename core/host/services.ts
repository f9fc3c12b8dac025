import type { AppContract, Change, Task } from '../contract/contract.ts';
import type { EventNames, EventOf, Handlers } from '../contract/procedure.ts';
import type { HostTools } from './hostTools.ts';
import type { Exports } from './exports.ts';
import type { ProjectBackups } from './projectBackups.ts';
import type { Profile } from './profile.ts';
import type { Projects } from './projects.ts';
import type { ProjectSession } from './projectSession.ts';
import type { Refs } from './refs.ts';
import type { Tasks } from './tasks.ts';

/** Everything that handlers work with. */
export interface Services {
  readonly tools: HostTools;
  readonly profile: Profile;
  readonly refs: Refs;
  readonly tasks: Tasks;
  readonly session: ProjectSession;
  readonly projects: Projects;
  readonly exports: Exports;
  readonly backups: ProjectBackups;
  /** The present as an ISO time. */
  readonly now: () => string;
  readonly emit: <E extends EventNames<AppContract>>(name: E, value: EventOf<AppContract, E>) => void;
  readonly changed: (...what: Change[]) => void;
}

export type AppHandlers = Handlers<AppContract>;
export type { Change, Task };
