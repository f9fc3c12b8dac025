import { AppError } from '../../base/errors.ts';
import { pastedTable } from '../paste.ts';
import type { AppHandlers, Services } from '../services.ts';
import type { ImportInput } from '../worker/importWork.ts';

type Mine = 'imports.choose' | 'imports.paste' | 'imports.inspect' | 'imports.run' | 'imports.list' | 'imports.previewRemove' | 'imports.remove' | 'imports.rejected';

export function importHandlers({ tools, refs, tasks, session, changed, now }: Services): Pick<AppHandlers, Mine> {
  const inputOf = (given: readonly string[], snapshot: string | undefined): ImportInput => {
    if (session.isReadOnly) throw new AppError('project-read-only', { file: session.name });
    return { sources: given.map((ref) => refs.get(ref)), snapshot, now: now() };
  };
  const nameOf = ({ sources }: ImportInput): string => sources.map(({ name }) => name).slice(0, 3).join(', ') + (sources.length > 3 ? ', …' : '');
  return {
    'imports.choose': async () => ({ refs: refs.addPaths(await tools.chooseFiles()) }),
    'imports.paste': ({ text, html }) => {
      const { name, bytes } = pastedTable(text, html, now());
      return { refs: [refs.addBytes(name, bytes, new Date(now()))] };
    },
    'imports.inspect': (given, { signal, progress }) => {
      const input = inputOf(given.refs, given.snapshot);
      return tasks.run('inspect', nameOf(input), async (handle) => ({
        files: await session.writer.call('inspect', input, { signal: handle.signal, onProgress: both(handle.progress, progress) }),
      }), signal);
    },
    'imports.run': async (given, { signal, progress }) => {
      const input = inputOf(given.refs, given.snapshot);
      const report = await tasks.run('import', nameOf(input), (handle) => session.writer.call('import', input, { signal: handle.signal, onProgress: both(handle.progress, progress) }), signal);
      changed('imports');
      return report;
    },
    'imports.list': async () => ({ imports: (await session.reader.call('imports', {})).map((entry) => ({ ...entry, skipped: [] })) }),
    'imports.previewRemove': ({ id }) => session.counter.call('removal', { id }),
    'imports.remove': async ({ id }) => {
      const removal = await tasks.run('remove', '', () => session.writer.call('remove', { id }));
      changed('imports');
      return removal;
    },
    'imports.rejected': (range) => session.reader.call('rejected', range),
  };
}

/** Tells two listeners. */
export function both<T>(first: (value: T) => void, second: (value: T) => void): (value: T) => void {
  return (value) => {
    first(value);
    second(value);
  };
}
