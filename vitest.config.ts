import { readFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vitest/config';

/** Imports a shell script or a playbook as its text, as the `text` loader of the build does. */
const asText: Plugin = {
  name: 'as-text',
  enforce: 'pre',
  async load(id) {
    return /\.(?:sh|yml)$/.test(id) ? `export default ${JSON.stringify(await readFile(id, 'utf8'))}` : null;
  },
};

export default defineConfig({
  plugins: [asText],
  test: {
    reporters: ['default', './test/deploy/record.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/protocol/**/*.test.ts'],
          // The modules keep no state, and reading them once for each process instead of each file halves the time.
          isolate: false,
          // A limit against hanging, not a measure of speed: a loaded machine is many times slower.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Each test is a virtual machine of its own, whose one processor is a thread of the emulator.
          maxWorkers: 2,
          maxConcurrency: 2,
        },
      },
    ],
  },
});
