import { userInfo } from 'node:os';

const MOST = 100;

/** Who is logged in to this machine; `null` where the system does not say. */
function loggedIn(): string | null {
  try {
    return plain(userInfo().username);
  } catch {
    return null;
  }
}

/** Who the log names: the user's name as the settings have it, and who is logged in. */
export function whoOf(name: string | undefined): string | null {
  const own = plain(name ?? '');
  const system = loggedIn();
  return own === null || own === system ? system : system === null ? own : `${own} (${system})`;
}

/** Without anything that cannot be seen, and not too long. */
function plain(text: string): string | null {
  const name = text.replace(/\p{C}/gu, '').trim().slice(0, MOST);
  return name === '' ? null : name;
}
