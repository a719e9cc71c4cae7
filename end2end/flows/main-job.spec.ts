// What Opsbeat is for, from end to end, in an instance that holds another system's log: a request is filed in a browser, answered
// and resolved in a second one, and rated with one click in the first. OPSBEAT_INCIDENT_LOG names a real log (CSV or its zip);
// without it a small one is made. A real one is the log whose answers CONTRIBUTING.md tells.
import { comes, company, signIn } from '../company';
import { expect, test } from '../fixtures';

const HEADER = 'number,incident_state,sys_updated_at,opened_at,caller_id,assignment_group,category,priority';
const mark = Date.now();
const made = Array.from({ length: 30 }, (_, at) => [
  `INC${mark}${at},New,4/3/2016 08:05,4/3/2016 08:00,Caller 1,Harbour desk,Network,3 - Moderate`,
  `INC${mark}${at},Resolved,5/3/2016 11:30,4/3/2016 08:00,Caller 1,Harbour desk,Network,3 - Moderate`,
]).flat();
const small = { name: 'incident_event_log.csv', mimeType: 'text/csv', buffer: Buffer.from([HEADER, ...made, ''].join('\n')) };

test('a request is filed, answered, resolved and rated in an instance that holds an imported log', async ({ page, another, server, shoot }) => {
  test.setTimeout(600_000);
  const works = await company(server);
  const agent = await another();

  await test.step('the log comes in', async () => {
    await signIn(page, works.admin);
    await page.goto('/admin/imports');
    await page.getByLabel('Time zone of the log').fill('Europe/Lisbon');
    await page.getByLabel('Log', { exact: true }).setInputFiles(process.env.OPSBEAT_INCIDENT_LOG ?? small);
    await page.getByRole('button', { name: 'Send the log' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('incident_event_log', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Check without importing' }).click();
    await comes(page, 'The log can be imported', 120_000);
    await page.getByRole('button', { name: 'Import now' }).click();
    await comes(page, 'The log is imported', 240_000);
    const tickets = process.env.OPSBEAT_INCIDENT_LOG ? '24,918' : '30';
    await expect(page.getByText(`${tickets} new, 0 were here before`)).toBeVisible();
  });

  const title = `The scanner at gate 7 reads nothing ${Date.now()}`;
  let number = '';
  await test.step('the requester files a request on one page', async () => {
    await page.context().clearCookies();
    await signIn(page, works.requester);
    await page.goto('/catalogue');
    await page.getByRole('link', { name: works.service.name }).click();
    await page.locator('[name=title]').fill(title);
    await page.locator('[name=description]').fill('Since the shift change. It beeps, and nothing appears on the screen.');
    await page.getByRole('button', { name: 'Send request' }).click();
    await expect(page).toHaveURL(/\/requests\/INC-\d+/);
    number = page.url().match(/INC-\d+/)![0];
  });

  await test.step('the agent finds it, answers and resolves it', async () => {
    await signIn(agent, works.agents[0]);
    await agent.goto('/desk?view=unassigned');
    await agent.getByRole('link', { name: title }).click();
    await expect(agent.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await agent.getByLabel('Text', { exact: true }).fill('Please take the scanner off its cradle for ten seconds.');
    await agent.getByRole('button', { name: 'Send reply' }).click();
    await expect(agent.locator('.entry[data-kind=public]')).toContainText('ten seconds');
    await agent.getByRole('button', { name: 'Resolve', exact: true }).first().click();
    const dialog = agent.getByRole('dialog', { name: `Resolve ${number}` });
    await dialog.getByLabel('How it ended').selectOption('solved');
    await dialog.getByLabel('What helped').fill('A restart in its cradle.');
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(agent.locator('.entry[data-kind=resolution]')).toContainText('A restart in its cradle.');
    await shoot(agent, 'main-job-desk');
  });

  await test.step('the requester reads both and rates with one click', async () => {
    await page.reload();
    await expect(page.getByText('ten seconds')).toBeVisible();
    await expect(page.getByText('A restart in its cradle.').first()).toBeVisible();
    await shoot(page, 'main-job-request');
    await page.getByRole('button', { name: '5 stars' }).click();
    await expect(page.getByRole('img', { name: '5 of 5 stars' }).first()).toBeVisible();
    await shoot(page, 'main-job-rated');
  });

  await test.step('the agent sees the stars', async () => {
    await agent.reload();
    await expect(agent.getByRole('img', { name: '5 of 5 stars' }).first()).toBeVisible();
  });
});
