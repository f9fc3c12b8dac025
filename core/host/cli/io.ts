import type { Locale, Say } from '../../base/text.ts';

/** Where a command writes, so that a test can listen. */
export interface Terminal {
  out(text: string): void;
  /** Why the command failed. */
  fail(text: string): void;
  /** One line that overwrites itself; nothing where nobody looks. */
  progress(text: string): void;
  endProgress(): void;
}

export interface Context {
  readonly terminal: Terminal;
  readonly say: Say;
  readonly locale: Locale;
  /** The present as an ISO time. */
  readonly now: string;
}

/** Exit codes of the command line (interfaces). */
export const EXIT = { clean: 0, findings: 1, refused: 2, defect: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function processTerminal(): Terminal {
  const shows = process.stderr.isTTY;
  let isOpen = false;
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    fail: (text) => void process.stderr.write(`${text}\n`),
    progress: (text) => {
      if (!shows) return;
      isOpen = true;
      process.stderr.write(`\r\u001B[2K${text}`);
    },
    endProgress: () => {
      if (isOpen) process.stderr.write('\r\u001B[2K');
      isOpen = false;
    },
  };
}
