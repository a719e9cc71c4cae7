import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../fixtures';
import { startServer } from '../server';

test('a running server says that it is alive', async ({ request }) => {
  const answer = await request.get('/healthz');
  expect(answer.status()).toBe(200);
});

test('an instance without accounts prints the link that creates the administrator', async ({ server }) => {
  expect(server.setUpLink).toContain(`${server.url}/set-up/`);
});

test.describe('a database that is gone', () => {
  test.use({ expectedComplaints: [/status of 503/] });

  test('has a page that says so, and is used again when it is back', async ({ page, axe, shoot }, { project }) => {
    const log = fileURLToPath(new URL(`../test-results/gone-${project.name}.log`, import.meta.url));
    const own = await startServer(log, [], true);
    const file = join(own.folder, 'opsbeat.db');
    const set = { organisation: 'Kestrel Works', time_zone: 'Europe/Berlin', password: 'quiet-lantern-harbour-plum' };
    const amara = { name: 'Amara Okafor', email: 'amara@kestrel.example' };
    const form = { token: own.setUpLink.split('/').pop()!, ...set, ...amara };
    try {
      const made = await page.request.post(`${own.url}/api/session/set-up`, { form, headers: { accept: 'application/json' } });
      expect(made.status()).toBe(200);
      for (const [name, words, language] of [
        ['unavailable', 'The database cannot be reached right now', '中文'],
        ['unavailable-zh', '暂时无法连接数据库', 'English'],
      ]) {
        expect((await page.goto(`${own.url}/requests`))?.status()).toBe(200);
        await rename(file, `${file}.away`);
        expect((await page.goto(`${own.url}/requests`))?.status()).toBe(503);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(words);
        await axe(page);
        await shoot(page, name);
        await rename(`${file}.away`, file);
        expect((await page.goto(`${own.url}/requests`))?.status()).toBe(200);
        await page.getByRole('button', { name: language }).first().click();
        await expect(page.getByRole('button', { name: language })).toHaveCount(0);
      }
    } finally {
      // What the page still loads would find nobody.
      await page.goto('about:blank');
      await own.stop();
    }
  });
});
