import { userInfo } from 'node:os';

const MOST = 100;

/** Who is logged in to this machine, for the log of decisions; `null` where the system does not say. */
export function loggedIn(): string | null {
  try {
    const name = userInfo().username.replace(/\p{C}/gu, '').slice(0, MOST);
    return name === '' ? null : name;
  } catch {
    return null;
  }
}
