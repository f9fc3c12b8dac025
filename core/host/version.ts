import manifest from '../../package.json' with { type: 'json' };

/** Version of the program and of its checks. */
export const ENGINE: string = manifest.version;
