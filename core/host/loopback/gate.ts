import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may come in. The host listens on this machine only, but any page of any browser on it can send requests there: the
 * name that was asked for, the page that asks and the token of this launch must all be right.
 */
export class Gate {
  private readonly hosts: ReadonlySet<string>;
  private readonly origins: ReadonlySet<string>;
  private readonly token: Buffer;

  constructor(port: number, token: string, moreOrigins: readonly string[]) {
    this.hosts = new Set([`127.0.0.1:${port}`]);
    this.origins = new Set([`http://127.0.0.1:${port}`, ...moreOrigins]);
    this.token = Buffer.from(token);
  }

  /** Against names that other machines make point here (DNS rebinding). */
  isHostKnown(request: IncomingMessage): boolean {
    return this.hosts.has(request.headers.host ?? '');
  }

  /** A page always says where it comes from when it writes or opens a socket. */
  isOriginKnown(request: IncomingMessage, needed: boolean): boolean {
    const { origin } = request.headers;
    return origin === undefined ? !needed : this.origins.has(origin);
  }

  hasToken(given: string | undefined): boolean {
    const bytes = Buffer.from(given ?? '');
    return bytes.length === this.token.length && timingSafeEqual(bytes, this.token);
  }
}
