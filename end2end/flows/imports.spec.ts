// A log of another system comes in through the browser: sent, its columns chosen, checked, imported, and found again.
import { comes, company, signIn } from '../company';
import { expect, test } from '../fixtures';

test.use({ expectedComplaints: [/status of (404|409|422)/] });

test.beforeEach(async ({ page, server }) => {
  const works = await company(server);
  await signIn(page, works.admin);
  await page.goto('/admin/imports');
});

const HEADER = 'number,incident_state,sys_updated_at,opened_at,caller_id,assignment_group,category,priority,u_building';
const FIELDS = '4/3/2016 08:00,Caller 1,Harbour desk,Network,3 - Moderate,North';

/** So many incidents of two rows each, none of which another test has, and one row that cannot be read. */
function log(incidents: number, header = HEADER): { name: string; mimeType: string; buffer: Buffer } {
  const mark = `${Date.now()}${Math.floor(Math.random() * 1e6)}`;
  const rows = Array.from({ length: incidents }, (_, at) => [
    `INC${mark}${at},New,4/3/2016 08:05,${FIELDS}`,
    `INC${mark}${at},${at % 2 ? 'Resolved' : 'Active'},4/3/2016 11:30,${FIELDS}`,
  ]).flat();
  const buffer = Buffer.from([header, ...rows, `INC${mark}0,Active,31/4/2016 09:00,${FIELDS}`, ''].join('\n'));
  return { name: 'incident_event_log.csv', mimeType: 'text/csv', buffer };
}

test('a log is sent, shown, checked and imported, and its rejected rows are a file', async ({ page, axe, shoot }) => {
  test.setTimeout(180_000);
  await shoot(page, 'imports-empty');
  await page.getByLabel('Time zone of the log').fill('Europe/Lisbon');
  await page.getByLabel('Log', { exact: true }).setInputFiles(log(40));
  await page.getByRole('button', { name: 'Send the log' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'incident_event_log.csv' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'The first incidents as they will be taken' })).toContainText('Harbour desk');
  await expect(page.locator('.chip', { hasText: 'u_building' })).toBeVisible();
  await axe(page);
  await shoot(page, 'import-prepare');

  await page.getByRole('button', { name: 'Check without importing' }).click();
  await comes(page, 'The log can be imported', 30_000);
  await expect(page.getByText('40 would be new, 0 are here already')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Rejected rows' })).toContainText('“Time of the update” is not a date with a time: 31/4/2016 09:00');
  await axe(page);
  await shoot(page, 'import-checked');
  const file = await page.getByRole('link', { name: 'Download it' }).getAttribute('href');
  expect(await (await page.request.get(file!)).text()).toContain('line,reason,number');

  await page.getByRole('button', { name: 'Import now' }).click();
  await comes(page, 'The log is imported', 30_000);
  await expect(page.getByText('40 new, 0 were here before')).toBeVisible();
  await axe(page);
  await shoot(page, 'import-done');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByText('日志已导入')).toBeVisible();
  await shoot(page, 'import-done-zh');
  await page.goto('/admin/imports');
  await expect(page.getByRole('listitem').filter({ hasText: 'incident_event_log.csv' }).first()).toContainText('已完成');
  await shoot(page, 'imports-zh');
  await page.getByRole('button', { name: 'English' }).click();
});

test('a column of another name is chosen before the log can be checked', async ({ page, axe, shoot }) => {
  await page.getByLabel('Log', { exact: true }).setInputFiles(log(3, HEADER.replace('number', 'Ticket no.')));
  await page.getByRole('button', { name: 'Send the log' }).click();
  await expect(page.getByText('A column is still missing')).toBeVisible();
  await page.getByRole('button', { name: 'Check without importing' }).click();
  await expect(page.getByRole('alert')).toContainText('One answer needs another look');
  await axe(page);
  await shoot(page, 'import-column-missing');
  await page.getByLabel('Number', { exact: true }).selectOption('Ticket no.');
  await page.getByRole('button', { name: 'Update the preview' }).click();
  await expect(page.getByRole('region', { name: 'The first incidents as they will be taken' })).toContainText('Harbour desk');
  await page.locator('summary', { hasText: 'Throw the log away' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByRole('button', { name: 'Send the log' })).toBeVisible();
});

test('what is no log, and a zone that is none, are told at their fields', async ({ page, axe, shoot }) => {
  await page.getByLabel('Time zone of the log').fill('Mars/Base');
  await page.getByLabel('Log', { exact: true }).setInputFiles(log(1));
  await page.getByRole('button', { name: 'Send the log' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Time zone of the log')).toHaveValue('Mars/Base');
  await page.getByLabel('Time zone of the log').fill('UTC');
  await page.getByLabel('Log', { exact: true }).setInputFiles({ name: 'log.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 cut off') });
  await page.getByRole('button', { name: 'Send the log' }).click();
  await expect(page.getByText('The zip cannot be unpacked')).toBeVisible();
  await axe(page);
  await shoot(page, 'imports-refused');
});

test('a long import shows how far it is, is stopped, left, found again and goes on', async ({ page, axe, shoot }) => {
  test.setTimeout(240_000);
  await page.getByLabel('Log', { exact: true }).setInputFiles(log(30_000));
  await page.getByRole('button', { name: 'Send the log' }).click();
  await page.getByRole('button', { name: 'Check without importing' }).click();
  await comes(page, 'The log can be imported', 120_000);
  await page.getByRole('button', { name: 'Import now' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await comes(page, 'What was written stays', 30_000);
  await axe(page);
  await shoot(page, 'import-stopped');
  await page.goto('/admin/imports');
  await page.getByRole('link', { name: 'incident_event_log.csv' }).first().click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await comes(page, /[\d,]+ of 60,001 rows/, 30_000);
  await axe(page);
  await shoot(page, 'import-running');
  await page.goto('/admin/imports');
  await shoot(page, 'imports-running');
  await page.getByRole('link', { name: 'incident_event_log.csv' }).first().click();
  await comes(page, 'The log is imported', 120_000);
  await expect(page.getByText('30,000 new, 0 were here before')).toBeVisible();
});
