import { AppError } from '../base/errors.ts';

/** A document that says something that a data file of the program repeats. */
export interface Source {
  readonly title: string;
  readonly url: string | null;
}

/** Reads one JSON file of the program's own data. Everything throws `resource-damaged`, which names the place, what stands there and what should. */
export class DataFile {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  fail(at: string, found: unknown, expected: string): never {
    throw new AppError('resource-damaged', { file: this.file, at, found: (JSON.stringify(found) ?? '-').slice(0, 100), expected });
  }

  object(value: unknown, at: string): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : this.fail(at, value, '{ … }');
  }

  list(value: unknown, at: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.fail(at, value, '[ … ]');
  }

  text(value: unknown, at: string): string {
    return typeof value === 'string' && value.trim() !== '' ? value : this.fail(at, value, '"…"');
  }

  /** An absent list is an empty one. */
  texts(value: unknown, at: string): string[] {
    return value === undefined ? [] : this.list(value, at).map((one, index) => this.text(one, `${at}[${index}]`));
  }

  source(value: unknown, at: string): Source {
    const { title, url } = this.object(value, at);
    const link = url === undefined ? null : this.text(url, `${at}.url`);
    if (link !== null && !link.startsWith('https://')) this.fail(`${at}.url`, url, '"https://…"');
    return { title: this.text(title, `${at}.title`), url: link };
  }
}
