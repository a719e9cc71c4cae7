// The queue as a list of work: what waits for an answer is seen, and one thing is done to many tickets.
import { company, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';
import type { Page } from '@playwright/test';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

const id = (number: string) => number.split('-')[1];

async function say(works: Company, who: 'agent' | 'requester', number: string, text: string, then = ''): Promise<void> {
  const context = await works.as(who === 'agent' ? works.agents[1] : works.requester);
  const to = who === 'agent' ? '/api/tickets/answer' : '/api/requests/reply';
  const multipart = { ticket: id(number), text, mode: 'public', then };
  const answer = await context.post(to, { multipart, headers: { accept: 'application/json' } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

const tick = (page: Page, number: string) => page.getByRole('checkbox', { name: `Choose ${number}` });
const row = (page: Page, title: string) => page.locator('.queue-row').filter({ hasText: title });

test('a new answer is marked, and what waits for others stands behind', async ({ page, axe, shoot }) => {
  const stamp = Date.now();
  const asked = await works.file(`Asked back ${stamp}`);
  const parked = await works.file(`Parked ${stamp}`);
  for (const number of [asked, parked]) await say(works, 'agent', number, 'Which one is it?', 'wait');
  await say(works, 'requester', asked, 'The one at dock 4.');
  const untouched = await works.file(`Untouched ${stamp}`);
  await page.goto(`/desk?q=${stamp}`);
  await expect(row(page, `Asked back ${stamp}`).getByText('New answer')).toBeVisible();
  await expect(page.locator('.queue-group').filter({ hasText: 'Waiting for others' })).toBeVisible();
  const titles = await page.locator('.queue-subject').allInnerTexts();
  const place = (title: string) => titles.findIndex((shown) => shown.includes(`${title} ${stamp}`));
  expect(place('Asked back')).toBeLessThan(place('Untouched'));
  expect(place('Untouched')).toBeLessThan(place('Parked'));
  await axe(page);
  await shoot(page, 'queue-turns');

  await page.locator('summary', { hasText: 'Filter' }).click();
  await page.getByLabel('Needs an answer').check();
  await page.getByRole('button', { name: 'Show', exact: true }).first().click();
  await expect(page).toHaveURL(/unanswered=1/);
  await expect(row(page, `Asked back ${stamp}`)).toBeVisible();
  await expect(row(page, `Parked ${stamp}`)).toHaveCount(0);
  await page.getByRole('link', { name: 'Remove the filter Needs an answer' }).click();
  await expect(row(page, `Parked ${stamp}`)).toBeVisible();
  await say(works, 'agent', untouched, 'Done.');
});

test('what can be done to the ticked tickets is done, and the rest says why', async ({ page, axe, shoot }) => {
  const stamp = Date.now();
  const [one, two, gone] = [await works.file(`One ${stamp}`), await works.file(`Two ${stamp}`), await works.file(`Gone ${stamp}`)];
  await page.goto(`/desk?q=${stamp}`);
  await expect(page.getByRole('region', { name: 'What to do with the chosen tickets' })).toBeHidden();
  for (const number of [one, two, gone]) await tick(page, number).check();
  await axe(page);
  await shoot(page, 'queue-chosen');
  await post(await works.as(works.agents[1]), 'tickets/cancel', { ticket: id(gone), reason: 'Filed twice.' });
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await expect(page.getByText('2 tickets were assigned to you')).toBeVisible();
  await expect(page.getByText('It was not done to 1 ticket:')).toBeVisible();
  await expect(page.locator('.queue-told li')).toContainText(gone);
  await expect(page).toHaveURL(new RegExp(`q=${stamp}`));
  await expect(row(page, `One ${stamp}`).getByText(works.agents[0].name)).toHaveCount(1);
  await expect(tick(page, one)).not.toBeChecked();
  await axe(page);
  await shoot(page, 'queue-told');

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('2 tickets were put back')).toBeVisible();
  await expect(row(page, `One ${stamp}`).getByText(works.agents[0].name)).toHaveCount(0);
});

test('an act that needs a word asks for it and keeps the ticks', async ({ page, axe }) => {
  const stamp = Date.now();
  const numbers = [await works.file(`Storm one ${stamp}`), await works.file(`Storm two ${stamp}`)];
  await page.goto(`/desk?q=${stamp}`);
  for (const number of numbers) await tick(page, number).check();
  const acts = page.getByRole('region', { name: 'What to do with the chosen tickets' });
  await acts.locator('summary', { hasText: 'Cancel tickets' }).click();
  await acts.getByRole('button', { name: 'Cancel them' }).click();
  await expect(acts.getByText('Please fill this in.')).toBeVisible();
  for (const number of numbers) await expect(tick(page, number)).toBeChecked();
  await axe(page);
  await acts.locator('[name=cancel_reason]').fill('The storm is over.');
  await acts.getByRole('button', { name: 'Cancel them' }).click();
  await expect(page.getByText('2 tickets were cancelled')).toBeVisible();
  await expect(page.locator('.queue-row')).toHaveCount(0);
});

test('many tickets get a note, another priority, and somebody who answers', async ({ page }) => {
  const stamp = Date.now();
  const numbers = [await works.file(`Three ${stamp}`), await works.file(`Four ${stamp}`)];
  const acts = page.getByRole('region', { name: 'What to do with the chosen tickets' });
  const choose = async () => {
    await page.goto(`/desk?q=${stamp}`);
    for (const number of numbers) await tick(page, number).check();
  };
  await choose();
  await acts.locator('summary', { hasText: 'Internal note' }).click();
  await acts.locator('[name=note]').fill('One cause for both.');
  await acts.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText('2 tickets got the note')).toBeVisible();

  await choose();
  await acts.locator('summary', { hasText: 'Priority' }).click();
  await acts.locator('[name=impact]').selectOption('high');
  await acts.locator('[name=urgency]').selectOption('high');
  await acts.getByRole('button', { name: 'Set the priority' }).click();
  await expect(page.getByText('The priority of 2 tickets was set')).toBeVisible();
  await expect(page.locator('.queue-prio[data-priority=urgent]')).toHaveCount(2);

  await choose();
  await acts.locator('summary', { hasText: 'Assign' }).click();
  await acts.locator('[name=person]').selectOption({ label: works.agents[1].name });
  await acts.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(page.getByText('2 tickets were assigned')).toBeVisible();
  await page.goto(`/desk/${numbers[0]}`);
  await expect(page.locator('.entry[data-kind=internal]')).toContainText('One cause for both.');
  await expect(page.getByLabel('Assignee').last()).toHaveValue(/\d+/);

  await choose();
  await acts.locator('summary', { hasText: 'Resolve' }).click();
  await acts.locator('[name=resolution]').fill('The storm is over, and both are back.');
  await acts.getByRole('button', { name: 'Resolve them' }).click();
  await expect(page.getByText('2 tickets were resolved')).toBeVisible();
  await page.goto(`/desk/${numbers[1]}`);
  await expect(page.locator('.entry[data-kind=resolution]')).toContainText('both are back');
});
