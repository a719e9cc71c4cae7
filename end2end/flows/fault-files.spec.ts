// Faults come in from a file after a look at it, go out again as files, and are counted in a report whose numbers open them.
import { company, signIn, type Company } from '../company';
import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of (404|422)/] });

test.beforeEach(async ({ server }) => {
  works = await company(server);
});

const unique = (what: string) => `${what} ${Date.now()}${Math.floor(Math.random() * 1e6)}`;

/** Two faults: a whole one of a service that there is, and one that leaves much open. */
function file(whole: string, open: string): string {
  const at = (time: string) => ({ at: `2026-03-01T${time}:00Z` });
  const moments = { occurred: at('08:00'), detected: at('08:20'), located: at('09:00'), restored: at('10:00') };
  const actions = [{ type: 'prevent', text: 'Pin the reservations', due: '2026-03-20', done: '2026-03-19T08:00:00Z' }];
  return JSON.stringify({
    faults: [
      { title: whole, services: [works.service.name], severity: 'critical', found_by: 'monitoring', moments, actions },
      { title: open, services: ['Plotter'], moments: { detected: at('12:00'), located: at('14:00'), restored: at('13:00'), occurred: { at: 'at dawn' } } },
    ],
  });
}

/** Takes a file beside the browser. */
async function take(context: APIRequestContext, text: string): Promise<void> {
  const multipart = { step: 'take', zone: '', text };
  const answer = await context.post('/api/faults/look-at-file', { multipart, headers: { accept: 'application/json' } });
  if (!answer.ok()) throw new Error(`taking answered ${answer.status()}: ${await answer.text()}`);
}

test('a file is looked at, taken, and a fault goes out as it came in', async ({ page, axe, shoot }) => {
  const [whole, open] = [unique('No labels'), unique('No plots')];
  await signIn(page, works.admin);
  await page.goto('/faults');
  await page.getByRole('main').getByRole('link', { name: 'Import faults' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import faults' })).toBeVisible();
  await axe(page);
  await page.getByRole('textbox', { name: 'What it says' }).fill('');
  await page.getByRole('button', { name: 'Show what it says' }).last().click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  await page.getByRole('textbox', { name: 'What it says' }).fill('{"fault": 1}');
  await page.getByRole('button', { name: 'Show what it says' }).last().click();
  await expect(page.getByText('There are no faults in it', { exact: false })).toBeVisible();
  await page.getByRole('textbox', { name: 'What it says' }).fill(file(whole, open));
  await page.getByRole('button', { name: 'Show what it says' }).last().click();
  const row = page.getByRole('row', { name: new RegExp(open) });
  await expect(row).toContainText('No service is called Plotter');
  await expect(row).toContainText('it was restored before the cause was found');
  await expect(row).toContainText('moments.occurred.at: is no time');
  await expect(page.getByText('New: 2. Here already: 0.')).toBeVisible();
  await axe(page);
  await shoot(page, 'fault-import');
  await page.getByRole('button', { name: 'Import 2 faults' }).click();
  await expect(page.getByText('The faults are imported')).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(whole) })).toContainText('Here already');
  await axe(page);
  await shoot(page, 'fault-import-done');

  await page.getByRole('row', { name: new RegExp(open) }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: open })).toBeVisible();
  await expect(page.getByText('also Plotter, which is no service here', { exact: false })).toBeVisible();
  await axe(page);
  const markdown = await page.getByRole('link', { name: 'Export Markdown' }).getAttribute('href');
  const text = await (await page.request.get(markdown!)).text();
  expect(text).toContain(`# ${open}\n\n- service: Plotter\n`);
  const json = await (await page.request.get((await page.getByRole('link', { name: 'Export JSON' }).getAttribute('href'))!)).json();
  expect(json.faults[0].moments.detected.at).toBe('2026-03-01T12:00:00Z');
  // What went out is here.
  await page.goto('/faults/import');
  await page.locator('input[type=file]').setInputFiles({ name: 'fault.md', mimeType: 'text/markdown', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Show what it says' }).last().click();
  await expect(page.getByText('New: 0. Here already: 1.')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'What the file says' })).toHaveCount(0);

  // Who answers for tickets alone brings nothing in.
  await page.context().clearCookies();
  await signIn(page, works.agents[0]);
  expect((await page.goto('/faults/import'))?.status()).toBe(404);
});

test('the report counts faults, names from where to where, and each number opens its faults', async ({ page, axe, shoot }) => {
  const whole = unique('No labels');
  await take(await works.as(works.admin), file(whole, unique('No plots')));
  await signIn(page, works.admin);
  await page.goto('/reports/faults');
  await expect(page.getByRole('heading', { level: 1, name: 'Fault report' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Where the time went' })).toBeVisible();
  const total = page.locator('tr[data-part="total"]');
  await expect(total).toContainText('occurred → restored');
  await axe(page);
  await shoot(page, 'fault-report');
  const json = await (await page.request.get('/reports/faults.json?by=service')).json();
  expect(json.parts.map((part: { part: string }) => part.part)).toEqual(['detect', 'locate', 'restore', 'total']);
  const number = total.getByRole('link').first();
  const count = Number((await number.innerText()).replace(/,/g, ''));
  expect(count).toBe(json.parts[3].n);
  expect(await (await page.request.get('/reports/faults.csv')).text()).toContain('total,total,occurred,restored,');
  await number.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Faults in the figure' })).toBeVisible();
  await expect(page.locator('.table tbody tr')).toHaveCount(count);
  await axe(page);
  await shoot(page, 'fault-report-behind');
  await page.getByRole('link', { name: whole }).click();
  await expect(page.getByRole('heading', { level: 1, name: whole })).toBeVisible();

  // By another criterion, by the other clock, of a period without any, and of one that is none.
  await page.goto('/reports/faults?by=severity');
  await expect(page.locator('tr[data-key="critical"]')).toContainText('Critical');
  await page.getByLabel('Grouped by').selectOption('month');
  await page.getByLabel('Clock').selectOption('working');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/by=month&clock=working/);
  await expect(page.locator('tr[data-key="2026-03"]')).toContainText('Mar 2026');
  await axe(page);
  await page.goto('/reports/faults?from=1999-01-01&to=1999-02-01');
  await expect(page.getByRole('heading', { name: 'No fault in these days' })).toBeVisible();
  await page.goto('/reports/faults?from=soon');
  await expect(page.getByLabel('From')).toHaveAttribute('aria-invalid', 'true');
  await axe(page);
});

test('figures and files of faults exist in Chinese', async ({ page, shoot }) => {
  await take(await works.as(works.admin), file(unique('No labels'), unique('No plots')));
  await signIn(page, works.admin);
  await page.goto('/reports/faults');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '故障报表' })).toBeVisible();
  await shoot(page, 'fault-report-zh');
  await page.goto('/faults/import');
  await expect(page.getByRole('heading', { level: 1, name: '导入故障' })).toBeVisible();
  await shoot(page, 'fault-import-zh');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
