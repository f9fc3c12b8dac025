import type { Settings } from '../../contract/appProcedures.ts';
import type { Locale } from '../../base/text.ts';
import type { AppHandlers, Services } from '../services.ts';
import { ENGINE } from '../version.ts';

type Mine = 'app.info' | 'app.openLogs' | 'settings.get' | 'settings.set' | 'texts.get' | 'tasks.list' | 'tasks.cancel'
  | 'projects.recent' | 'projects.openRecent' | 'projects.forgetRecent' | 'projects.choose' | 'projects.open' | 'projects.create' | 'projects.saveAs' | 'projects.close' | 'projects.choices' | 'projects.openSample';

/** The language in force: the setting, else the system's; Chinese where that is neither. */
export function localeOf({ profile, tools }: Pick<Services, 'profile' | 'tools'>): Locale {
  return profile.settings.locale ?? (/^en/i.test(tools.systemLocale()) ? 'en' : 'zh-CN');
}

export function appHandlers(services: Services): Pick<AppHandlers, Mine> {
  const { profile, tools, session, tasks, projects, refs, changed } = services;
  return {
    'app.info': async () => ({
      version: ENGINE, host: tools.host, platform: process.platform, locale: localeOf(services), settings: profile.settings, project: await session.facts(), can: tools.can,
    }),
    'app.openLogs': () => ({ isOpen: tools.openLogs() }),
    'settings.get': () => profile.settings,
    'settings.set': (change) => {
      profile.change({ settings: merged(profile.settings, change) });
      tools.settingsChanged();
      changed('settings');
      return profile.settings;
    },
    'texts.get': async () => ({ texts: Object.fromEntries((await import('../speak.ts')).checkTexts()) }),
    'tasks.list': () => ({ tasks: tasks.list() }),
    'tasks.cancel': ({ id }) => {
      tasks.cancel(id);
      return {};
    },
    'projects.recent': () => ({ projects: projects.recent() }),
    'projects.openRecent': async ({ recent }) => ({ project: await projects.openRecent(recent) }),
    'projects.forgetRecent': ({ recent }) => {
      projects.forget(recent);
      return {};
    },
    'projects.choose': async () => ({ project: await projects.choose() }),
    'projects.open': async ({ ref }) => ({ project: await projects.openRef(refs.get(ref)) }),
    'projects.create': async ({ name }) => ({ project: await projects.create(name) }),
    'projects.saveAs': async ({ name }) => ({ project: await projects.saveAs(name) }),
    'projects.close': async () => ({ project: await projects.openUntitled() }),
    'projects.choices': (_input, { signal }) => session.counter.call('choices', {}, { signal }),
    'projects.openSample': async (_input, { signal, progress }) => ({ project: await projects.openSample(signal, ({ done, total }) => progress({ done, total })) }),
  };
}

type Change = Parameters<AppHandlers['settings.set']>[0];

function merged(settings: Settings, { locale, theme, views, scope, page }: Change): Settings {
  return {
    locale: locale === undefined ? settings.locale : locale,
    theme: theme ?? settings.theme,
    scope: scope ?? settings.scope,
    views: withoutNulls({ ...settings.views, ...views }),
    page: withoutNulls({ ...settings.page, ...page }),
  };
}

function withoutNulls<V>(values: Readonly<Record<string, V | null | undefined>>): Record<string, V> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, V] => entry[1] !== null && entry[1] !== undefined));
}
