// Started by `cargo xtask test --only end2end`, which names the binary (OPSBEAT_BIN) and the browser (OPSBEAT_CHROMIUM).
// By hand: OPSBEAT_BIN=../target/release/opsbeat npx playwright test tickets --project js
import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Options } from './fixtures';

// Some Chromium of the system; without one, Playwright takes its own.
const folders = (process.env.PATH ?? '').split(delimiter);
const installed = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => folders.map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

export default defineConfig<Options>({
  testDir: 'flows',
  outputDir: 'test-results',
  globalSetup: './forget.ts',
  globalTeardown: './visited.ts',
  // Each worker has a server and a database of its own; the tests of one file follow each other on it.
  workers: 2,
  fullyParallel: false,
  // A test that passes at the second try has failed.
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  reporter: 'list',
  use: {
    // Chromium stops drawing while a list of proposals is open: a page that scrolls smoothly then never comes to rest.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.OPSBEAT_CHROMIUM ?? installed,
      // Containers have neither a sandbox nor a graphics card, and the browser has nobody to talk to but us.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // Every flow runs twice. What only makes sense with JavaScript is named `*.js.spec.ts`, and the other way round.
  projects: [
    { name: 'js', testIgnore: '**/*.nojs.spec.ts', use: { javaScriptEnabled: true } },
    { name: 'nojs', testIgnore: '**/*.js.spec.ts', use: { javaScriptEnabled: false } },
  ],
});
