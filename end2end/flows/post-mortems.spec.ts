// A post-mortem between those who write and those who review: what they say at its paragraphs, how its revisions differ, and the tickets of its actions.
import { company, last, post, signIn, type Company, type Person } from '../company';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ server }) => {
  works = await company(server);
});

const KINDS = ['prevent', 'detect_faster', 'locate_faster', 'restore_faster', 'limit_impact'];

/** A fault with a post-mortem that the first agent has written. */
async function written(title: string, summary: string): Promise<string> {
  const asAgent = await works.as(works.agents[0]);
  const number = last(await post(asAgent, 'faults/declare', { title, service: works.service.id }));
  await post(asAgent, 'faults/begin-post-mortem', { fault: number.split('-')[1] });
  await write(number, summary);
  return number;
}

async function shown(number: string) {
  const asAgent = await works.as(works.agents[0]);
  return (await (await asAgent.get(`/api/faults/post-mortem?id=${number.split('-')[1]}`)).json()).shown;
}

async function personOf(number: string, name: string): Promise<string> {
  const asAgent = await works.as(works.agents[0]);
  const { reviewers, owners } = await (await asAgent.get(`/api/faults/post-mortem?id=${number.split('-')[1]}`)).json();
  return String([...reviewers, ...owners].find((person: { name: string }) => person.name === name).id);
}

async function write(number: string, summary: string): Promise<void> {
  const not = Object.fromEntries(KINDS.slice(1).map((kind) => [`not_applicable.${kind}`, 'It took a minute.']));
  const action = {
    'actions.0.kind': 'prevent',
    'actions.0.text': 'Renew certificates by themselves',
    'actions.0.owner': await personOf(number, works.agents[0].name),
    'actions.0.due': '2031-01-31',
    'actions.0.criterion': 'One is renewed without a person',
  };
  const version = String((await shown(number)).written.version);
  await post(await works.as(works.agents[0]), 'faults/write-post-mortem', { fault: number.split('-')[1], version, summary, ...action, ...not });
}

async function step(person: Person, number: string, form: Record<string, string>): Promise<void> {
  await post(await works.as(person), 'faults/post-mortem-step', { fault: number.split('-')[1], ...form });
}

async function publish(number: string): Promise<void> {
  await step(works.agents[1], number, { step: 'approve' });
  await step(works.agents[0], number, { step: 'publish' });
}

async function enter(person: Person, page: Page, context: BrowserContext, to: string): Promise<void> {
  await context.clearCookies();
  await signIn(page, person);
  await page.goto(to);
}

test('a post-mortem is discussed at its paragraphs, and what was said stays when they change', async ({ page, context, axe, shoot }) => {
  const title = `The label printers stopped ${Date.now()}`;
  const number = await written(title, 'A certificate ran out.\n\nNobody was told that it would.');
  await step(works.agents[0], number, { step: 'submit', reviewer: await personOf(number, works.agents[1].name) });
  const to = `/faults/${number}/post-mortem`;

  await enter(works.agents[1], page, context, to);
  const paragraph = page.locator('.paragraph', { hasText: 'Nobody was told that it would.' });
  await paragraph.locator('summary').click();
  await paragraph.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(paragraph.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  await paragraph.getByLabel('Your comment').fill('By whom should they have been told?');
  await paragraph.getByRole('button', { name: 'Comment', exact: true }).click();
  const thread = page.getByRole('group', { name: `Comment by ${works.agents[1].name}` });
  await expect(thread).toContainText('By whom should they');
  await expect(page.locator('.checks')).toContainText('1 comment waits');
  await axe(page);
  await shoot(page, 'post-mortem-comments');

  await enter(works.agents[0], page, context, to);
  await thread.locator('summary', { hasText: 'Answer' }).click();
  await thread.getByLabel('Your answer').fill('By the monitoring');
  await thread.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(thread).toContainText('By the monitoring');
  await thread.getByRole('button', { name: 'Resolve' }).click();
  await expect(thread).toContainText(`Resolved by ${works.agents[0].name}`);
  await expect(page.locator('.checks')).not.toContainText('comment');
  await axe(page);

  // The paragraph is written anew: what was said of it stays, with the words that it spoke of.
  await step(works.agents[1], number, { step: 'request_changes', why: 'Say who' });
  await write(number, 'A certificate ran out.\n\nThe monitoring did not say that it would.');
  await page.goto(to);
  await expect(page.getByText('Comments on words that have changed')).toBeVisible();
  await thread.locator('summary').first().click();
  await expect(thread.locator('q')).toHaveText('Nobody was told that it would.');
  await axe(page);
});

test('two revisions stand beside each other, and an action is handed to a team as a ticket', async ({ page, axe, shoot }) => {
  const title = `The dock doors stayed shut ${Date.now()}`;
  const number = await written(title, 'A certificate ran out.\n\nIt took an hour.');
  const reviewer = await personOf(number, works.agents[1].name);
  await step(works.agents[0], number, { step: 'submit', reviewer });
  await publish(number);
  await step(works.agents[0], number, { step: 'reopen', why: 'It was longer' });
  await write(number, 'A certificate ran out.\n\nIt took two hours.');

  await signIn(page, works.agents[0]);
  await page.goto(`/faults/${number}/post-mortem`);
  await page.getByRole('link', { name: 'Compare revisions' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Compare revisions: ${title}` })).toBeVisible();
  await expect(page.getByText('1 text differs')).toBeVisible();
  const summary = page.getByRole('table', { name: 'What happened' });
  await expect(summary.locator('del').first()).toContainText('an');
  await expect(summary.locator('ins').first()).toContainText('two');
  await axe(page);
  await shoot(page, 'post-mortem-compare');
  await page.getByLabel('After', { exact: true }).selectOption('1');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'They say the same' })).toBeVisible();
  await axe(page);

  await page.goto(`/faults/${number}/post-mortem`);
  const actions = page.locator('.actions');
  await actions.locator('summary', { hasText: 'Ticket' }).click();
  await actions.getByRole('button', { name: 'Link the ticket' }).click();
  await expect(actions.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  await actions.getByLabel('Service').selectOption({ label: works.service.name });
  await actions.getByRole('button', { name: 'Make a ticket of it' }).click();
  await expect(actions.getByRole('link', { name: /Renew certificates by themselves/ })).toBeVisible();
  await axe(page);
  await shoot(page, 'post-mortem-ticket');
  await actions.getByRole('link', { name: /Renew certificates by themselves/ }).click();
  await expect(page.locator('.pane-props')).toContainText('Agreed on after faults');
  await expect(page.locator('.pane-props')).toContainText('2031');
  await page.locator('.pane-props').getByRole('link', { name: new RegExp(`${number} Renew certificates`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Post-mortem: ${title}` })).toBeVisible();
});
