import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** `npm run licences`: every package of package-lock.json with its version and licence, a line each, those that reach users first. */
interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly isDev: boolean;
  readonly hasInstallScript: boolean;
}

export function licences(): Licence[] {
  const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  return Object.entries(lock.packages).filter(([path]) => path !== '').map(([path, { version = '', license = '', dev = false, hasInstallScript = false }]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version, licence: license, isDev: dev, hasInstallScript,
  })).sort((a, b) => Number(a.isDev) - Number(b.isDev) || (a.name < b.name ? -1 : 1));
}

if (import.meta.main) for (const { name, version, licence, isDev } of licences()) process.stdout.write(`${name}\t${version}\t${licence}\t${isDev ? 'developing, or bundled' : 'needed to run'}\n`);
