import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/{base,fields,import,store,deduct,reconcile,export,demo,host,golden}/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'property', include: ['test/property/**/*.test.ts'], testTimeout: 300_000 } },
      { test: { name: 'tidy', include: ['test/tidy.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
