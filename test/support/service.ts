import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectClient } from '../../core/contract/client.ts';
import type { AppContract } from '../../core/contract/contract.ts';
import type { Client } from '../../core/contract/procedure.ts';
import type { HostTools } from '../../core/host/hostTools.ts';
import { Profile } from '../../core/host/profile.ts';
import { startService, type Service } from '../../core/host/service.ts';

/** The whole program without a window: what goes over the wire is JSON, as everywhere. */
export interface TestService {
  readonly service: Service;
  readonly client: Client<AppContract>;
  readonly folder: string;
  /** Everything that `report` heard. */
  readonly reported: unknown[];
  close(): Promise<void>;
}

export async function testService({ folder = mkdtempSync(join(tmpdir(), 'packledger-service-')), tools = {}, keep = false, clock }: { folder?: string; tools?: Partial<HostTools>; keep?: boolean; clock?: () => Date } = {}): Promise<TestService> {
  const reported: unknown[] = [];
  const service = await startService({ profile: new Profile(folder), tools: { ...noTools, ...tools }, report: (error) => void reported.push(error), checkOutput: true, ...(clock === undefined ? {} : { clock }) });
  const toPage: ((message: unknown) => void)[] = [];
  const toProgram: ((message: unknown) => void)[] = [];
  const copy = (message: unknown): unknown => JSON.parse(JSON.stringify(message));
  service.connect({
    send: (message) => queueMicrotask(() => toPage.forEach((listener) => listener(copy(message)))),
    onMessage: (listener) => void toProgram.push(listener),
  });
  const client = connectClient<AppContract>({
    send: (message) => toProgram.forEach((listener) => listener(copy(message))),
    onMessage: (listener) => void toPage.push(listener),
  });
  return {
    service, client, folder, reported,
    close: async () => {
      await service.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const noTools: HostTools = {
  host: 'loopback',
  can: { choose: false, openFiles: false, menus: false },
  systemLocale: () => 'zh-CN',
  chooseFiles: () => Promise.resolve([]),
  chooseProject: () => Promise.resolve(null),
  chooseNewProject: () => Promise.resolve(null),
  openFile: (path) => Promise.resolve(path),
  showInFolder: () => {},
  openLogs: () => false,
  settingsChanged: () => {},
  projectOpened: () => {},
};
