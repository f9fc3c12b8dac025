import type { AppHandlers, Services } from '../services.ts';

export function backupHandlers({ backups, changed }: Services): Pick<AppHandlers, 'backups.list' | 'backups.make' | 'backups.restore' | 'project.check'> {
  return {
    'backups.list': () => ({ backups: backups.list() }),
    'backups.make': async () => {
      await backups.make();
      return {};
    },
    'backups.restore': async ({ name }) => {
      await backups.restore(name);
      changed('project', 'imports', 'run', 'decisions');
      return {};
    },
    'project.check': () => backups.check(),
  };
}
