// A fault from its declaration to the bar: two fields, four moments, and what happened between them.
import { company, last, post, signIn, type Company } from '../company';
import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ server }) => {
  works = await company(server);
});

/** So many minutes ago by the clocks of the company. */
function ago(minutes: number, now = Date.now()): string {
  return new Date(now - minutes * 60_000).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
}

test('a fault is declared, located and restored, and its bar says where the time went', async ({ page, axe, shoot }) => {
  const title = `Scanners do not answer ${Date.now()}`;
  await signIn(page, works.agents[0]);
  await page.goto('/faults');
  await axe(page);
  await page.getByRole('main').getByRole('link', { name: 'Declare a fault' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Declare a fault' })).toBeVisible();
  await page.getByRole('button', { name: 'Declare a fault' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  await page.getByLabel('What is wrong?').fill(title);
  await page.getByLabel('Which service does it hit?').selectOption({ label: works.service.name });
  await page.getByRole('button', { name: 'Declare a fault' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await axe(page);
  await shoot(page, 'fault-new');

  // When it occurred is remembered, when it was detected is written as a line, and what is wrong with a time is said at its field.
  const card = (name: string) => page.locator('.moments > li').filter({ has: page.locator('.moment-name', { hasText: name }) });
  await card('Occurred').locator('summary').click();
  await card('Occurred').getByLabel('When', { exact: true }).fill(ago(40));
  await card('Occurred').getByRole('button', { name: 'Save' }).click();
  await expect(card('Occurred').locator('time')).toBeVisible();
  const line = page.getByLabel('What happened?');
  await line.fill(`/detected ${ago(50).slice(11)} too early`);
  await page.getByRole('button', { name: 'Add' }).first().click();
  await expect(page.getByText(/^(Error: )?Not before/)).toBeVisible();
  await axe(page);
  await line.fill(`/detected ${ago(30).slice(11)} the night shift rings`);
  await page.getByRole('button', { name: 'Add' }).first().click();
  await expect(page.locator('.log')).toContainText('the night shift rings');
  await expect(page.locator('.parts')).toContainText('running');
  await shoot(page, 'fault-live');
  await card('Located').getByRole('button', { name: 'Located now' }).click();
  await expect(card('Located').locator('time')).toBeVisible();
  await card('Restored').getByRole('button', { name: 'Restored now' }).click();
  await expect(page.locator('.page-title')).toContainText('Restored');
  await page.getByRole('button', { name: 'Take it' }).first().click();
  await expect(page.locator('.roles')).toContainText(works.agents[0].name);

  const bar = page.locator('.fault-bar');
  await expect(bar.locator('rect.part')).toHaveCount(3);
  await expect(bar.locator('.parts')).not.toContainText('not known yet');
  await expect(bar.locator('.parts')).toContainText('occurred → restored');
  // What is new stands first, until somebody asks for the story from its beginning.
  await expect(page.locator('.log > li').last()).toContainText('Occurred');
  await page.getByRole('link', { name: 'Oldest first' }).click();
  await expect(page.locator('.log > li').first()).toContainText('Occurred');
  await axe(page);
  await shoot(page, 'fault');
  await page.goto('/faults');
  await expect(page.getByRole('row', { name: new RegExp(title) })).toContainText('Restored');
  await axe(page);
  await shoot(page, 'faults');
});

test('a fault that a ticket tells of begins with what the ticket says', async ({ page }) => {
  const title = `Nothing prints ${Date.now()}`;
  const number = await works.file(title);
  await signIn(page, works.agents[0]);
  await page.goto(`/faults/new?ticket=${number}`);
  await expect(page.getByLabel('What is wrong?')).toHaveValue(title);
  await page.getByRole('button', { name: 'Declare a fault' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.locator('#tickets').locator('..')).toContainText(number);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.locator('.facts')).toContainText('A user');
  // The ticket leads back to it.
  await page.goto(`/desk/${number}`);
  await page.locator('.pane-props').getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(/\/faults\/FLT-\d+$/);
});

test('targets are chosen by severity, and a fault that takes longer says by how much', async ({ page, axe, shoot }) => {
  await signIn(page, works.admin);
  await page.goto('/admin/faults');
  await page.getByLabel('Major, Detect').fill('soon');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Major, Detect')).toHaveAttribute('aria-invalid', 'true');
  await axe(page);
  await page.getByLabel('Major, Detect').fill('5m');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel('Major, Detect')).toHaveValue('5m');
  await axe(page);
  await shoot(page, 'fault-targets');

  const asAgent = await works.as(works.agents[0]);
  const number = last(await post(asAgent, 'faults/declare', { title: `Slowly seen ${Date.now()}`, service: works.service.id }));
  const fault = number.split('-')[1];
  const now = Date.now();
  for (const [kind, minutes] of [['occurred', 20], ['detected', 8]] as const) {
    await post(asAgent, 'faults/moment', { fault, kind, precision: 'exact', at: ago(minutes, now), zone: 'Europe/Berlin' });
  }
  await page.goto(`/faults/${number}`);
  const detect = page.locator('.parts > li').filter({ hasText: 'occurred → detected' });
  await expect(detect).toContainText('target 5 m');
  await expect(detect).toContainText('over by 7 m');
  await axe(page);
});

test('the company is told of a fault where it looks, until it is over', async ({ page, axe, shoot }) => {
  const headline = `Scanning takes its time ${Date.now()}`;
  const ticket = await works.file(`The scanner is slow ${Date.now()}`);
  const asAgent = await works.as(works.agents[0]);
  const number = last(await post(asAgent, 'faults/declare', { title: `Scanners hang ${Date.now()}`, service: works.service.id }));
  const fault = number.split('-')[1];
  await post(asAgent, 'faults/link', { fault, ticket });
  await signIn(page, works.agents[0]);
  await page.goto(`/faults/${number}`);
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'What we tell the company' }) });
  await card.locator('summary', { hasText: 'Write an update' }).click();
  await card.getByLabel('What is wrong, for everybody').fill(headline);
  await card.getByRole('button', { name: 'Publish' }).click();
  await expect(card.getByText('Please fill this in.')).toBeVisible();
  await axe(page);
  await card.getByLabel('What we know and do').fill('We look into it. **Type numbers by hand** meanwhile.');
  await card.getByRole('button', { name: 'Publish' }).click();
  await expect(card.locator('.updates')).toContainText(headline);
  await expect(card).toContainText('Next word by');
  await axe(page);
  await shoot(page, 'fault-updates');

  // The requester reads it before they ask, over the form, on the page that says how things are, and in their ticket.
  await page.context().clearCookies();
  await signIn(page, works.requester);
  await page.goto('/');
  await expect(page.getByRole('region', { name: headline })).toContainText(works.service.name);
  await axe(page);
  await shoot(page, 'home-disturbed');
  await page.goto(`/catalogue/${works.service.id}`);
  await expect(page.getByRole('region', { name: headline })).toBeVisible();
  await page.goto(`/requests/${ticket}`);
  await expect(page.getByText(`Word on a disturbance: ${headline}`).first()).toBeVisible();
  await page.goto('/status');
  const told = page.getByRole('article').filter({ hasText: headline });
  await expect(told).toContainText('Type numbers by hand');
  await axe(page);
  await shoot(page, 'status');

  const first = await (await asAgent.get(`/api/faults/fault?id=${fault}`)).json();
  const after = String(first.fault.updates.at(-1).id);
  await post(asAgent, 'faults/publish-update', { fault, after, stage: 'resolved', headline, text: 'Scanners are quick again.' });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: headline })).toHaveCount(0);
  await page.goto('/status');
  await expect(told).toContainText('It is over');
});

test('a wrong interval is taken back and stays to be read, and a pasted chat is seen before it is kept', async ({ page, axe, shoot }) => {
  const asAgent = await works.as(works.agents[0]);
  const number = last(await post(asAgent, 'faults/declare', { title: `Comes and goes ${Date.now()}`, service: works.service.id }));
  await signIn(page, works.agents[0]);
  await page.goto(`/faults/${number}`);
  const impact = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Impact', exact: true }) });
  await impact.locator('summary', { hasText: 'Add an interval' }).click();
  await impact.getByLabel('From').fill(ago(30));
  await impact.getByLabel('Until').fill(ago(20));
  await impact.getByRole('button', { name: 'Add' }).click();
  await expect(page.locator('.facts')).toContainText('10 m');
  await impact.locator('summary', { hasText: 'Correct' }).click();
  await impact.getByRole('button', { name: 'It did not hurt then' }).click();
  await expect(impact.getByText('Please fill this in.')).toBeVisible();
  await axe(page);
  await impact.getByLabel('Reason').fill('That was another fault');
  await impact.getByRole('button', { name: 'It did not hurt then' }).click();
  await expect(impact).toContainText('Nobody has said yet when it hurt.');
  await impact.locator('summary', { hasText: 'Said otherwise once before' }).click();
  await expect(impact).toContainText('That was another fault');
  await axe(page);

  await page.getByRole('link', { name: 'Paste a chat' }).click();
  const text = page.getByLabel('The chat');
  await text.fill(`Copied from the channel\n[${ago(12).slice(11)}] Mei: the cache is full\nof old sessions\n[${ago(9).slice(11)}] Ben: emptying it`);
  await page.getByLabel('Day').fill(ago(12).slice(0, 10));
  await page.getByLabel('Time zone').fill('Europe/Nowhere');
  await page.getByRole('button', { name: 'Show what it says' }).click();
  await expect(page.getByLabel('Time zone')).toHaveAttribute('aria-invalid', 'true');
  await axe(page);
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByRole('button', { name: 'Show what it says' }).click();
  await expect(page.getByRole('heading', { name: '2 messages, and 1 line that is none' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Mei the cache is full/ })).toContainText('of old sessions');
  await axe(page);
  await shoot(page, 'fault-chat');
  await page.getByRole('button', { name: 'Add to the timeline' }).click();
  await expect(page.locator('.log')).toContainText('emptying it');
  await expect(page.locator('.log')).toContainText('Mei');
  await axe(page);
  await shoot(page, 'fault-corrected');
});

test('a post-mortem is written, reviewed by somebody else, published for everybody, and its action followed', async ({ page, context, axe, shoot }) => {
  test.setTimeout(150_000);
  const title = `The badge readers were dark ${Date.now()}`;
  const asAgent = await works.as(works.agents[0]);
  const number = last(await post(asAgent, 'faults/declare', { title, service: works.service.id }));
  const fault = number.split('-')[1];
  for (const kind of ['occurred', 'detected', 'located', 'restored']) {
    await post(asAgent, 'faults/moment', { fault, kind, precision: 'now' });
  }
  await signIn(page, works.agents[0]);
  await page.goto(`/faults/${number}`);
  await page.getByRole('link', { name: 'Begin the post-mortem' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody has begun it' })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Begin the post-mortem' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Write: ${title}` })).toBeVisible();
  await axe(page);
  await shoot(page, 'post-mortem-write');

  // What is wrong is said at its field, and nothing that was typed is lost.
  await page.getByLabel('What happened').fill('A **certificate** ran out over night.');
  await page.getByLabel('People who felt it').fill('many');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('People who felt it')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('What happened')).toHaveValue('A **certificate** ran out over night.');
  await axe(page);
  await page.getByLabel('People who felt it').fill('1,200');
  await page.getByLabel('Category').first().fill('certificate');
  await page.getByLabel('What it was').first().fill('Nobody was told that it would.');
  const kind = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) });
  await kind('Prevent it').locator('summary').click();
  await kind('Prevent it').getByLabel('What is to be done').fill('Renew certificates by themselves');
  await kind('Prevent it').getByLabel('Owner').selectOption({ label: works.agents[0].name });
  await kind('Prevent it').getByLabel('Done by').fill('2031-01-31');
  await kind('Prevent it').getByLabel('Success criterion').fill('One is renewed without a person');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Category')).toHaveCount(2);
  for (const name of ['Detect it faster', 'Locate it faster', 'Restore faster', 'Limit the impact']) {
    await kind(name).getByLabel('Not applicable, because').fill('It took a minute.');
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Post-mortem: ${title}` })).toBeVisible();
  await expect(page.locator('.report strong')).toHaveText('certificate');
  await expect(page.locator('.checks')).toContainText('Where we were lucky');
  await axe(page);
  await shoot(page, 'post-mortem');
  await page.getByRole('button', { name: 'Ask for the review' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await page.getByLabel('Who reviews it').selectOption({ label: works.agents[1].name });
  await page.getByRole('button', { name: 'Ask for the review' }).click();
  await expect(page.locator('.page-title')).toContainText('In review');

  await context.clearCookies();
  await signIn(page, works.agents[1]);
  await page.goto(`/faults/${number}/post-mortem`);
  await page.locator('summary', { hasText: 'Ask for changes' }).click();
  await page.getByLabel('What should change?').fill('Say who was hit');
  await page.getByRole('button', { name: 'Ask for changes' }).click();
  await expect(page.locator('.page-title')).toContainText('Changes requested');
  await axe(page);
  await shoot(page, 'post-mortem-review');
  await post(await works.as(works.agents[0]), 'faults/post-mortem-step', { fault, step: 'submit', reviewer: await reviewer(asAgent, works.agents[1].name, fault) });
  await page.goto(`/faults/${number}/post-mortem`);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.locator('.page-title')).toContainText('Approved');

  await context.clearCookies();
  await signIn(page, works.agents[0]);
  await page.goto(`/faults/${number}/post-mortem`);
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.locator('.page-title')).toContainText('Published');
  await page.goto('/faults/actions?whose=mine');
  await expect(page.getByRole('row', { name: /Renew certificates/ }).first()).toContainText(works.agents[0].name);
  await axe(page);
  await shoot(page, 'fault-actions');
  await page.goto(`/faults/${number}/post-mortem`);
  await page.getByRole('button', { name: 'It is done' }).click();
  await expect(page.locator('.actions')).toContainText('to be verified');
  await expect(page.getByRole('button', { name: 'Not done after all' })).toBeVisible();

  await context.clearCookies();
  await signIn(page, works.agents[1]);
  await page.goto(`/faults/${number}/post-mortem`);
  await page.locator('.actions summary', { hasText: 'Verify' }).click();
  await page.getByLabel('What shows it').fill('I saw one renewed');
  await page.locator('.actions').getByRole('button', { name: 'Verify' }).click();
  await expect(page.locator('.actions')).toContainText(`Verified by ${works.agents[1].name}`);

  // Whoever asks for things reads what was published, and nothing of how it came about.
  await context.clearCookies();
  await signIn(page, works.requester);
  await page.goto('/incidents');
  await axe(page);
  await shoot(page, 'incidents');
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What comes next' })).toHaveCount(0);
  await expect(page.locator('.report')).toContainText('1,200');
  await axe(page);
  await shoot(page, 'incident');
  expect((await page.request.get(`/faults/${number}/post-mortem`)).status()).toBe(404);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { name: '五类措施' })).toBeVisible();
  await axe(page);
  await shoot(page, 'incident-zh');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Five kinds of action' })).toBeVisible();
});

/** The number of somebody who can be asked to review. */
async function reviewer(asAgent: APIRequestContext, name: string, fault: string): Promise<string> {
  const shown = await (await asAgent.get(`/api/faults/post-mortem?id=${fault}`)).json();
  return String(shown.reviewers.find((person: { name: string }) => person.name === name).id);
}
