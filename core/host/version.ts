import manifest from '../../package.json' with { type: 'json' };

/** Version of the program and of its checks. */
export const ENGINE: string = manifest.version;

declare const BUILT_FROM: string | undefined;

/** Stands for the sources of a built program; `null` where the sources themselves run and may have changed since the last run. */
export const BUILD: string | null = typeof BUILT_FROM === 'string' ? BUILT_FROM : null;
