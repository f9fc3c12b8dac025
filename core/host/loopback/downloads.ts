import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { LOOPBACK } from '../../contract/names.ts';

const VALID_MS = 60_000;

/** Files that a browser may get, each once and soon, under an address that nobody can guess. */
export class Downloads {
  private readonly tickets = new Map<string, { readonly path: string; readonly until: number }>();

  offer(path: string): string {
    const ticket = randomBytes(24).toString('hex');
    this.tickets.set(ticket, { path, until: Date.now() + VALID_MS });
    return `${LOOPBACK.download}${ticket}`;
  }

  /** Answers whether there was anything under the ticket. */
  give(ticket: string, response: ServerResponse): boolean {
    const found = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    if (found === undefined || found.until < Date.now()) return false;
    const { size } = statSync(found.path);
    response.writeHead(200, {
      'content-type': found.path.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-length': size,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(found.path))}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    createReadStream(found.path).on('error', () => response.destroy()).pipe(response);
    return true;
  }
}
