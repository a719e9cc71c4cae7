// What every test starts with: a server of its worker's own, and a page that is not allowed to complain.
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { startServer, type Server } from './server';
import { holdsNews, visited } from './visited';

export { expect };

export interface Options {
  /** Complaints of the browser that a test provokes: `test.use({ expectedComplaints: [/status of 404/] })`. */
  expectedComplaints: RegExp[];
}

interface Fixtures extends Options {
  quiet: void;
  /** A page of somebody else at another browser, which may complain as little as the test's own. */
  another: () => Promise<Page>;
  /** Fails with whatever axe finds on the page, in light and in dark. */
  axe: (page: Page) => Promise<void>;
  /** Takes the page as a desktop and as a phone, in light and in dark, into `screenshots/<project>/`; once, with JavaScript. */
  shoot: (page: Page, name: string) => Promise<void>;
  /** Takes the address of a page as somebody reads it in Chinese who is not signed in. */
  shootInChinese: (page: Page, name: string) => Promise<void>;
}

const SCHEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** What a page may break in the dark alone: everything else was found in the light. */
const OF_COLOURS = "runOnly: ['color-contrast', 'link-in-text-block']";
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const test = base.extend<Fixtures, { server: Server }>({
  expectedComplaints: [[], { option: true }],

  server: [
    async ({}, use, worker) => {
      const server = await startServer(here(`test-results/server-${worker.project.name}-${worker.workerIndex}.log`));
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  // Errors in the console, uncaught exceptions and hydration warnings, on every page that a test opens.
  quiet: [
    async ({ context, expectedComplaints }, use) => {
      const complaints = listen(context);
      await use();
      expect(unexpected(complaints, expectedComplaints)).toEqual([]);
    },
    { auto: true },
  ],

  another: async ({ browser, server, javaScriptEnabled, expectedComplaints }, use) => {
    const opened: { context: BrowserContext; complaints: string[] }[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled, reducedMotion: 'reduce' });
      opened.push({ context, complaints: listen(context) });
      return context.newPage();
    });
    // What closing a page provokes is nobody's fault.
    const complaints = opened.flatMap((each) => unexpected(each.complaints, expectedComplaints));
    for (const { context } of opened) await context.close();
    expect(complaints).toEqual([]);
  },

  axe: async ({ browser, javaScriptEnabled }, use, test) => {
    await use(async (page) => {
      visited(test.project.name, page.url());
      // With a script each state of a page is looked at. Without one it is the same HTML: what holds nothing of a kind that was not yet
      // seen on that page without a script says nothing new.
      if (javaScriptEnabled === false && !holdsNews(page.url(), await page.content())) return;
      const subject = javaScriptEnabled === false ? await copy(browser, page) : page;
      if (await subject.evaluate('typeof axe === "undefined"')) await subject.evaluate(axeSource);
      for (const [colorScheme, rules] of [['light', ''], ['dark', OF_COLOURS]] as const) {
        await subject.emulateMedia({ colorScheme });
        // A colour on its way from one scheme to the other is neither of them.
        const found = await subject.evaluate(`document.getAnimations().forEach((one) => one.finish()); axe.run(document, { resultTypes: ['violations'], ${rules} }).then(({ violations }) =>
          violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, help, target, failureSummary }))))`);
        expect(found, `axe on ${page.url()} in ${colorScheme}`).toEqual([]);
      }
      if (subject === page) await page.emulateMedia({ colorScheme: null });
      else await subject.context().close();
    });
  },

  shoot: async ({}, use, test) => {
    await use(async (page, name) => {
      // Without a script the same page is the same picture; only what stands there alone is taken there.
      if (test.project.name === 'nojs' && !test.file.endsWith('.nojs.spec.ts')) return;
      await take(page, test.project.name, name);
    });
  },

  shootInChinese: async ({ browser }, use, test) => {
    await use(async (page, name) => {
      if (test.project.name === 'nojs') return;
      const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce' });
      const reader = await context.newPage();
      await reader.goto(page.url());
      await expect(reader.locator('html')).toHaveAttribute('lang', 'zh-CN');
      await take(reader, test.project.name, `${name}-zh`);
      await context.close();
    });
  },
});

async function take(page: Page, project: string, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    // A window as high as the page, so that what sticks to its edges does not lie across the middle of the picture.
    const high = (await page.locator('html').boundingBox())?.height ?? 0;
    await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.ceil(high)) });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const path = here(`screenshots/${project}/${name}-${size.width}x${size.height}-${colorScheme}.png`);
      await page.screenshot({ path, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** What the pages of a context complain of, from now on. */
function listen(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || /hydrat/i.test(message.text())) {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error()}`));
  return complaints;
}

/** A file of the application itself that is not there is never what a test provokes. */
const LOST = /status of 404.*(\/assets\/|\.(svg|css|js|wasm|png|ico|webmanifest)\))/;

const unexpected = (complaints: string[], expected: RegExp[]) =>
  complaints.filter((complaint) => LOST.test(complaint) || !expected.some((pattern) => pattern.test(complaint)));

/** axe is a script itself: a page without JavaScript is looked at in a copy where scripts may run, but not the page's own. */
async function copy(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: true,
    reducedMotion: 'reduce',
    storageState: await page.context().storageState(),
    viewport: page.viewportSize(),
  });
  const twin = await context.newPage();
  const body = await page.content();
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "script-src 'none'" };
  await twin.route(page.url(), (route) => route.fulfill({ body, headers }), { times: 1 });
  await twin.goto(page.url());
  return twin;
}
