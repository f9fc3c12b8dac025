import type { View } from '../../fields/views.ts';
import type { Connection } from '../sqlite.ts';

/** Says which facts are there: an import and taking one back change it, a run or a decision does not. */
const FACTS = `SELECT json_array((SELECT group_concat(id || state) FROM import),
  (SELECT group_concat(id || ' ' || stored || ' ' || known || ' ' || coalesce(snapshot, '')) FROM file),
  (SELECT max(id) FROM package_row), (SELECT max(id) FROM deduction_row), (SELECT max(id) FROM bill_row))`;
const FINDINGS = 'SELECT json_array((SELECT max(id) FROM run), (SELECT hash FROM log_head))';

/** Everything that a sign-off depends on, for whoever has to know whether it is still the same a moment later. */
export function stampOfAll(db: Connection): string {
  return (db.prepare(FACTS).pluck().get() as string) + (db.prepare(FINDINGS).pluck().get() as string);
}

/**
 * Tells whether anybody else has written since the last look, and keeps what was computed until then. The connection of
 * a reader never writes to the project itself.
 */
export class Version {
  private readonly db: Connection;
  private seen = -1;
  private facts = '';
  private findings = '';
  private held = new Map<string, unknown>();
  private heldFacts = new Map<string, unknown>();

  constructor(db: Connection) {
    this.db = db;
  }

  /** The state of the data of a view; two connections give the same state the same name. */
  stampOf(view: View): string {
    this.look();
    return view === 'findings' ? this.facts + this.findings : this.facts;
  }

  /** The value under a name, computed anew after any change. */
  once<T>(name: string, make: () => T): T {
    this.look();
    return made(this.held, name, make);
  }

  /** The value under a name, computed anew after a change of the facts. */
  onceOfFacts<T>(name: string, make: () => T): T {
    this.look();
    return made(this.heldFacts, name, make);
  }

  /** The value under a name, computed anew after a change of what the view shows. */
  onceFor<T>(view: View, name: string, make: () => T): T {
    return view === 'findings' ? this.once(name, make) : this.onceOfFacts(name, make);
  }

  private look(): void {
    const now = this.db.pragma('data_version', { simple: true }) as number;
    if (now === this.seen) return;
    const facts = this.db.prepare(FACTS).pluck().get() as string;
    if (facts !== this.facts) this.heldFacts = new Map();
    this.facts = facts;
    this.findings = this.db.prepare(FINDINGS).pluck().get() as string;
    this.held = new Map();
    this.seen = now;
  }
}

function made<T>(held: Map<string, unknown>, name: string, make: () => T): T {
  if (!held.has(name)) held.set(name, make());
  return held.get(name) as T;
}
