import { copyFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { restoreBackup } from '../../core/store/backups.ts';
import { MIGRATIONS } from '../../core/store/migrations/index.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { saveReport } from '../../core/host/saveReport.ts';
import { openSources } from '../../core/host/sources.ts';
import { speaker } from '../../core/host/speak.ts';
import { Store } from '../../core/store/store.ts';

/**
 * One piece of work on a project, in a process that somebody may kill: `node killedWork.ts <work> <project> <folder of the files> <output>`.
 * Says `ready` when the work itself begins.
 */
const NOW = '2025-08-01T00:00:00.000Z';
const WHO = { at: '2025-08-02T00:00:00.000Z', who: 'tester' };

async function bring(store: Store, files: string): Promise<void> {
  const sources = openSources([files]);
  try {
    await importFiles(store, sources.files, { codecs: nodeCodecs, now: NOW, readElsewhere: true });
  } finally {
    sources.close();
  }
}

export type Work = 'import' | 'run' | 'decide' | 'remove' | 'report' | 'migrate' | 'backup' | 'restore';

export async function work(name: Work, project: string, files: string, output: string, ready: () => void): Promise<void> {
  if (name === 'migrate') {
    ready();
    Store.open(project).close();
    return;
  }
  if (name === 'restore') {
    // A project that holds nothing, as a backup of this one.
    const backup = `${project}.backup-v1`;
    copyFileSync(join(dirname(files), 'empty.packledger'), backup);
    ready();
    restoreBackup(project, basename(backup), NOW);
    return;
  }
  const store = Store.open(project);
  try {
    ready();
    switch (name) {
      case 'import':
        await bring(store, files);
        break;
      case 'run':
        runChecks(store, NOW, { build: null, inTwoThreads: true });
        break;
      case 'decide':
        store.decisions.decide(store.runs.latest()!.findings.map(({ key }) => key), { state: 'ignored', code: null, reason: 'known', note: null, until: null }, WHO);
        break;
      case 'backup':
        store.backUp({ now: NOW });
        break;
      case 'remove':
        store.removeImport(store.imports()[0]!.id);
        break;
      default:
        await saveReport(output, store, runChecks(store, NOW, { build: 'killed' }), { say: speaker('zh-CN'), now: NOW });
    }
  } finally {
    store.close();
  }
}

/** A project as the first version of the program would leave it. */
export function oldProject(path: string): void {
  Store.open(path, { migrations: MIGRATIONS.slice(0, 1) }).close();
}

if (import.meta.main) {
  const [name, project, files, output] = process.argv.slice(2);
  await work(name as Work, project!, files!, output!, () => process.stdout.write('ready\n'));
}
