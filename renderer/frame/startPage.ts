import type { Change, Task } from '../../core/contract/contract.ts';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import type { Connection } from '../client.ts';
import { readFirstRows } from '../grid/firstRows.ts';
import { withAhead } from './ahead.ts';
import type { App, PageState } from './app.ts';
import { command } from './commands.ts';
import { createStore } from './store.ts';
import { VIEWS } from './views.ts';

/** Rows that do not come must not keep back everything else. */
const LONGEST_WAIT_MS = 2000;

/** Asks for everything that the frame shows and keeps it up to date with the program's events. */
export async function startPage(connected: Connection): Promise<App> {
  const ahead = withAhead(connected.client);
  const connection = { ...connected, client: ahead.client };
  const { client } = connection;
  const [info, { run }, { tasks }] = await Promise.all([client.call('app.info', {}), client.call('runs.latest', {}), client.call('tasks.list', {})]);
  const view = VIEWS.find((name) => name === info.settings.page['view']) ?? 'overview';
  const kind = RECORD_KINDS.find((one) => one === view);
  const state = createStore<PageState>({
    view,
    version: info.version,
    host: info.host,
    locale: info.locale,
    canChoose: info.can.choose,
    canShowFolder: info.can.openFiles,
    settings: info.settings,
    project: info.project,
    run,
    tasks: tasks.filter((task) => task.state === 'running'),
    changes: { project: 0, backups: 0, imports: 0, run: 0, decisions: 0, exports: 0, settings: 0, basis: 0 },
    drawer: null, jump: null, finding: null, check: null, linked: null, asked: {}, refs: [], failure: null, isSettled: kind === undefined,
  });
  const app: App = { connection, state, memory: new Map() };
  listen(app);
  if (kind !== undefined) {
    setTimeout(() => state.set({ isSettled: true }), LONGEST_WAIT_MS);
    // What fails here fails again for whoever needs it, who says so.
    readFirstRows(ahead, kind, info.settings).catch(() => undefined);
  }
  return app;
}

function listen({ connection: { client, onLost }, state, memory }: App): void {
  client.on('task', (task) => state.set({ tasks: withTask(state.get().tasks, task) }));
  client.on('changed', ({ what }) => {
    if (what.includes('project')) {
      memory.clear();
      state.set({ drawer: null, jump: null, finding: null, check: null });
    }
    void refresh(what);
  });
  client.on('files', ({ refs }) => state.set({ view: 'imports', refs: [...state.get().refs, ...refs] }));
  client.on('command', ({ name }) => command(name));
  client.on('failed', (failure) => state.set({ failure }));
  onLost(() => state.set({ failure: { code: 'connection-lost', values: {} } }));

  async function refresh(what: readonly Change[]): Promise<void> {
    const [info, { run }] = await Promise.all([client.call('app.info', {}), client.call('runs.latest', {})]);
    const changes = { ...state.get().changes };
    for (const change of what) changes[change] += 1;
    state.set({ project: info.project, run, changes, ...(what.includes('settings') || what.includes('project') ? { settings: info.settings } : {}) });
  }
}

/** A task takes the place of its earlier state, or comes last. */
export function withTask(tasks: readonly Task[], task: Task): Task[] {
  return tasks.some((one) => one.id === task.id) ? tasks.map((one) => (one.id === task.id ? task : one)) : [...tasks, task];
}
