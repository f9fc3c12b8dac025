import type { Change, Task } from '../../core/contract/contract.ts';
import type { Connection } from '../client.ts';
import type { App, PageState } from './app.ts';
import { command } from './commands.ts';
import { createStore } from './store.ts';
import { VIEWS } from './views.ts';

/** Asks for everything that the frame shows and keeps it up to date with the program's events. */
export async function startPage(connection: Connection): Promise<App> {
  const { client } = connection;
  const [info, { run }, { tasks }] = await Promise.all([client.call('app.info', {}), client.call('runs.latest', {}), client.call('tasks.list', {})]);
  const state = createStore<PageState>({
    view: VIEWS.find((view) => view === info.settings.page['view']) ?? 'overview',
    version: info.version,
    host: info.host,
    locale: info.locale,
    canChoose: info.can.choose,
    canShowFolder: info.can.openFiles,
    settings: info.settings,
    project: info.project,
    run,
    tasks: tasks.filter((task) => task.state === 'running'),
    changes: { project: 0, backups: 0, imports: 0, run: 0, decisions: 0, exports: 0, settings: 0 },
    drawer: null, jump: null, finding: null, check: null, linked: null, asked: {}, refs: [], failure: null,
  });
  const app: App = { connection, state, memory: new Map() };
  listen(app);
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
