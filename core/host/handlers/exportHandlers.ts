import type { AppHandlers, Services } from '../services.ts';

type Mine = 'exports.start' | 'exports.list' | 'exports.open' | 'exports.showInFolder' | 'exports.delete' | 'exports.cancel';

export function exportHandlers({ exports }: Services): Pick<AppHandlers, Mine> {
  return {
    'exports.start': async ({ source, locale, isRedacted }) => ({ export: await exports.start(source, locale, isRedacted) }),
    'exports.list': () => ({ exports: exports.list() }),
    'exports.open': async ({ id }) => ({ url: await exports.open(id) }),
    'exports.showInFolder': ({ id }) => {
      exports.showInFolder(id);
      return {};
    },
    'exports.delete': ({ id }) => {
      exports.delete(id);
      return {};
    },
    'exports.cancel': ({ id }) => {
      exports.cancel(id);
      return {};
    },
  };
}
