import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/{contract,base,fields,import,store,deduct,reconcile,export,demo,host,golden,renderer}/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'app', include: ['test/app/**/*.test.ts'], globalSetup: ['test/support/browserSetup.ts'], testTimeout: 120_000, hookTimeout: 90_000, fileParallelism: false, expect: { poll: { timeout: 20_000, interval: 50 } } } },
      { test: { name: 'office', include: ['test/office/**/*.test.ts'], globalSetup: ['test/support/officeSetup.ts'], testTimeout: 120_000, fileParallelism: false } },
      { test: { name: 'property', include: ['test/property/**/*.test.ts'], testTimeout: 300_000 } },
      { test: { name: 'tidy', include: ['test/tidy.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
