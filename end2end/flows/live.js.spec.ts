// Two people at two browsers: what one does, the other sees without loading anything.
import type { Page } from '@playwright/test';
import { company, last, offer, post, signIn, type Company, type Person } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

const digits = (number: string) => number.split('-')[1];
const paper = (page: Page) => page.getByLabel('Text', { exact: true });

/** Somebody else at another browser. */
async function beside(another: () => Promise<Page>, person: Person): Promise<Page> {
  const page = await another();
  await signIn(page, person);
  return page;
}

/** Goes somewhere and waits until the page listens: to its ticket, if it shows one. */
async function listenAt(page: Page, address: string): Promise<void> {
  const stream = /^\/(desk|requests)\/\w/.test(address) ? /\/live\?.*ticket=/ : /\/live/;
  const listening = page.waitForResponse((answer) => stream.test(answer.url()) && answer.ok());
  await page.goto(address);
  await listening;
}

test('a new ticket appears in the queue, and whoever stood on a ticket still stands on it', async ({ page }) => {
  const stood = `Stood upon ${Date.now()}`;
  await works.file(stood);
  await listenAt(page, '/desk?order=newest');
  await page.getByRole('link', { name: stood }).focus();
  const title = `Just arrived ${Date.now()}`;
  const number = await works.file(title);
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await expect(page.locator('.pane-list p.visually-hidden[role=status]')).toHaveText('1 new ticket in this list');
  await expect(page.getByRole('link', { name: stood })).toBeFocused();
  // Somebody takes it, and the list shows by whom.
  await post(await works.as(works.agents[1]), 'tickets/take', { ticket: digits(number) });
  await expect(page.locator('.queue-row').filter({ hasText: title })).toContainText('Wei Zhang');
});

test('who looks and who writes is seen by the others', async ({ page, another, axe, shoot }) => {
  const number = await works.file(`Crowded ${Date.now()}`);
  await listenAt(page, `/desk/${number}`);
  const wei = await beside(another, works.agents[1]);
  await listenAt(wei, `/desk/${number}`);
  const badges = page.locator('.pane-talk .avatars');
  await expect(badges).toContainText('Wei Zhang is looking at it');
  await expect(wei.locator('.pane-talk .avatars')).toContainText('Jonas Weber is looking at it');
  await paper(wei).pressSequentially('It is');
  await expect(badges).toContainText('Wei Zhang is writing');
  await axe(page);
  await shoot(page, 'presence');
  await paper(wei).fill('It is the cable.');
  await wei.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.locator('.entry[data-kind=public]')).toContainText('It is the cable.');
  await expect(badges).toContainText('Wei Zhang is looking at it');
  await wei.context().close();
  await expect(badges).not.toContainText('Wei Zhang');
});

test('what others do waits while one writes, and the text stays', async ({ page, axe, shoot }) => {
  const number = await works.file(`Overtaken ${Date.now()}`);
  await listenAt(page, `/desk/${number}`);
  await paper(page).fill('My answer');
  const wei = await works.as(works.agents[1]);
  await post(wei, 'tickets/take', { ticket: digits(number) });
  await wei.post('/api/tickets/answer', { multipart: { ticket: digits(number), mode: 'public', text: 'It is the cable.' } });
  const note = page.locator('.pane-note');
  await expect(note).toContainText('Wei Zhang changed who has it and replied while you were at it');
  await expect(page.locator('.entry[data-kind=public]')).toHaveCount(0);
  await axe(page);
  await shoot(page, 'overtaken');
  await note.getByRole('button', { name: /^Show \d+ new entr/ }).click();
  await expect(page.locator('.entry[data-kind=public]')).toContainText('It is the cable.');
  await expect(note).toHaveCount(0);
  await expect(paper(page)).toHaveValue('My answer');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.locator('.entry[data-kind=public]')).toHaveCount(2);
});

test.describe('two hands on one thing', () => {
  test.use({ expectedComplaints: [/status of 409/] });

  test('a second hand-over is told of the first', async ({ page, server }) => {
    const asAdmin = await works.as(works.admin);
    const name = `Network ${Date.now()}`;
    await post(asAdmin, 'admin/create-team', { name, kind: 'service' });
    const number = await works.file(`Passed on ${Date.now()}`);
    await listenAt(page, `/desk/${number}`);
    await page.getByRole('button', { name: 'Hand over', exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByLabel('To the team').selectOption({ label: name });
    await dialog.getByLabel('Why').fill('It is theirs');
    await post(await works.as(works.agents[1]), 'tickets/take', { ticket: digits(number) });
    await expect(page.locator('.pane-note')).toContainText('Wei Zhang changed who has it');
    await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
    await expect(page.locator('.conflict')).toContainText('Wei Zhang changed who has it while you were at it');
    await expect(dialog.getByLabel('Why')).toHaveValue('It is theirs');
  });
});

test('the people of a hand-over are those of the chosen team', async ({ page }) => {
  const asAdmin = await works.as(works.admin);
  const name = `Suppliers ${Date.now()}`;
  const team = (await post(asAdmin, 'admin/create-team', { name, kind: 'service' })).split('?')[0].split('/').pop()!;
  const people = await (await asAdmin.get('/api/people/find?words=hana')).json();
  await post(asAdmin, 'admin/add-member', { team, user: String(people[0].person.id) });
  const other = await post(asAdmin, 'admin/create-team', { name: `Other ${name}`, kind: 'service' });
  const wei = await (await asAdmin.get('/api/people/find?words=wei')).json();
  await post(asAdmin, 'admin/add-member', { team: other.split('?')[0].split('/').pop()!, user: String(wei[0].person.id) });
  const number = await works.file(`Narrowed ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByRole('button', { name: 'Hand over', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await expect(dialog.locator(`optgroup[label="${name}"] option`)).toHaveText(['Hana Novak']);
  await expect(dialog.locator(`optgroup[label="Other ${name}"] option`)).toHaveText(['Wei Zhang']);
  await dialog.getByLabel('To the team').selectOption({ label: name });
  await expect(dialog.locator('optgroup')).toHaveCount(1);
  await dialog.getByLabel('To a person').selectOption({ label: 'Hana Novak' });
  await post(asAdmin, 'admin/remove-member', { team, user: String(people[0].person.id) });
});

test('a ticket is watched and not any more', async ({ page }) => {
  const number = await works.file(`Watched ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  const menu = page.locator('.pane-talk summary', { hasText: 'More actions' });
  await menu.click();
  await page.getByRole('button', { name: 'Watch it' }).click();
  await expect(page.locator('#details .token', { hasText: 'Jonas Weber' })).toBeVisible();
  const stop = page.getByRole('button', { name: 'Stop watching' });
  if (!(await stop.isVisible())) await menu.click();
  await stop.click();
  await expect(page.locator('#details .token', { hasText: 'Jonas Weber' })).toHaveCount(0);
});

test('a ticket that goes to another service leaves the desk of who cannot see it there', async ({ page, axe }) => {
  const asAdmin = await works.as(works.admin);
  const unique = Date.now();
  const team = last(await post(asAdmin, 'admin/create-team', { name: `Facilities ${unique}`, kind: 'service' }));
  const service = { name_en: `Doors ${unique}`, team, kind: 'incident', impact: 'medium', urgency: 'medium', icon: 'door', offered: 'all' };
  const made = await post(asAdmin, 'admin/create-service', service);
  const elsewhere = made.match(/services\/(\d+)/)![1];
  await offer(asAdmin, elsewhere);
  const title = `Door stuck ${unique}`;
  const number = await works.file(title);
  await listenAt(page, `/desk/${number}`);
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await post(asAdmin, 'tickets/edit', { ticket: digits(number), service: elsewhere });
  await expect(page.getByText('This ticket has gone to people whose tickets you do not see.')).toBeVisible();
  await expect(page.locator('.queue-row').filter({ hasText: title })).toHaveCount(0);
  await axe(page);
});

test.describe('who asks', () => {
  /** What agents do to a request of Hana's. */
  const acting = async () => {
    const jonas = await works.as(works.agents[0]);
    return {
      answer: (ticket: string, mode: string, text: string) =>
        jonas.post('/api/tickets/answer', { multipart: { ticket, mode, text }, headers: { accept: 'application/json' } }),
      does: (what: string, form: Record<string, string>) => post(jonas, `tickets/${what}`, form),
    };
  };

  test('sees an answer and a rating at once, and keeps what is being typed', async ({ another, axe, shoot }) => {
    const number = await works.file(`Followed ${Date.now()}`);
    const ticket = digits(number);
    const { answer, does } = await acting();
    const hana = await beside(another, works.requester);
    await listenAt(hana, `/requests/${number}`);
    const paper = hana.locator('#answer textarea');
    await paper.fill('By the way');
    await answer(ticket, 'internal', 'Nobody outside reads this.');
    await does('take', { ticket });
    await answer(ticket, 'public', 'A new cable is on its way.');
    await expect(hana.locator('.entry[data-kind=public]')).toContainText('A new cable is on its way.');
    await expect(hana.getByText('Jonas Weber looks after your request').last()).toBeVisible();
    await expect(hana.locator('[role=status]').filter({ hasText: 'Jonas Weber replied to you' })).toBeAttached();
    await expect(hana.locator('.track [aria-current=step]')).toHaveText('In progress');
    await expect(paper).toHaveValue('By the way');
    await expect(paper).toBeFocused();
    await expect(hana.getByText('Nobody outside')).toHaveCount(0);
    await axe(hana);

    await does('wait', { ticket, on: 'requester', reason: 'Which door?' });
    await expect(hana.getByText('We wait for your answer', { exact: false }).first()).toBeAttached();
    await shoot(hana, 'request-live');
    await hana.getByRole('button', { name: /^Send/ }).click();
    await expect(hana.locator('.entry[data-kind=requester]').filter({ hasText: 'By the way' })).toBeVisible();
    await expect(paper).toHaveValue('');

    await does('resolve', { ticket, code: 'solved', text: 'The cable is there.' });
    await expect(hana.locator('.banner[data-tone=ok]')).toContainText('The cable is there.');
    // What is asked of her now is asked at once, and what she may write from now on opens it again.
    await expect(hana.getByRole('group', { name: /^How did we do\?/ })).toBeVisible();
    await expect(hana.locator('#answer').getByRole('button', { name: /open/ })).toBeVisible();
    await post(await works.as(works.requester), 'requests/rate', { ticket, answer: '5' });
    await expect(hana.locator('.entry[data-kind=rating]')).toBeVisible();
  });

  test('sees in the list how far it is, and whoever rates there can still say more', async ({ another }) => {
    const title = `Listed ${Date.now()}`;
    const number = await works.file(title);
    const ticket = digits(number);
    const { does } = await acting();
    const hana = await beside(another, works.requester);
    await listenAt(hana, '/requests?show=all');
    const row = hana.locator('.request').filter({ hasText: title });
    await expect(row.locator('.track [aria-current=step]')).toHaveText('Received');
    await does('take', { ticket });
    await expect(row.locator('.track [aria-current=step]')).toHaveText('In progress');
    await expect(hana.locator('[role=status]').filter({ hasText: `${title}: In progress` })).toBeAttached();
    await does('resolve', { ticket, code: 'solved', text: 'Done.' });
    await row.getByRole('button', { name: /^4 stars/ }).click();
    await row.getByText('Add a comment').click();
    await row.getByRole('textbox').fill('Thank you');
    const later = `Later ${Date.now()}`;
    await works.file(later);
    await expect(hana.locator('.request').filter({ hasText: later })).toBeVisible();
    await expect(row.getByRole('textbox')).toHaveValue('Thank you');
  });
});
