// The agents' day: find a ticket, take it, answer it, let it wait, end it; and what happens when two do so at once.
import { company, last, offer, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

const digits = (number: string) => number.split('-')[1];

test('a new ticket stands in the queue and is opened from there', async ({ page, axe, shoot }) => {
  const title = `Dock 4 prints no labels ${Date.now()}`;
  const number = await works.file(title);
  await page.goto('/desk?view=unassigned');
  await expect(page.getByRole('heading', { level: 1, name: 'Unassigned' })).toBeVisible();
  await axe(page);
  await shoot(page, 'queue');
  await page.getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(new RegExp(`/desk/${number}`));
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toHaveAttribute('aria-current', 'true');
  await axe(page);
  await shoot(page, 'ticket');
});

test('whoever takes a ticket has it, and it leaves the queue of those that nobody has', async ({ page }) => {
  const number = await works.file(`Taken ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByRole('button', { name: 'Take it' }).click();
  await expect(page.getByText('took the ticket')).toBeVisible();
  await expect(page.getByLabel('Assignee').last()).toHaveValue(/\d+/);
  await page.goto('/desk?view=mine');
  await expect(page.getByText(number)).toBeVisible();
  await page.goto('/desk?view=unassigned');
  await expect(page.getByText(number)).toHaveCount(0);
});

test('a reply and a note stand in the timeline, each for its readers', async ({ page }) => {
  const number = await works.file(`Answered ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByLabel('Text', { exact: true }).fill('Use **dock 5** until then.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  const reply = page.locator('.entry[data-kind=public]');
  await expect(reply).toContainText('Use dock 5 until then.');
  await expect(reply.locator('strong', { hasText: 'dock 5' })).toBeVisible();

  await page.getByRole('radio', { name: 'Internal note' }).check();
  await page.getByLabel('Text', { exact: true }).fill('The address moved.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.locator('.entry[data-kind=internal]')).toContainText('The address moved.');

  await page.getByRole('link', { name: /^Notes/ }).click();
  await expect(page.locator('.entry[data-kind=public]')).toHaveCount(0);
  await expect(page.locator('.entry[data-kind=internal]')).toHaveCount(1);
  const asked = await (await works.as(works.requester)).get(`/requests/${number}`);
  expect(await asked.text()).not.toContain('The address moved.');
});

test.describe('what is refused', () => {
  // The refusals are provoked.
  test.use({ expectedComplaints: [/status of 422/] });

  test('an empty reply is refused at its field', async ({ page }) => {
    const number = await works.file(`Empty ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.getByRole('button', { name: 'Send reply' }).click();
    await expect(page.getByText('Please fill this in.')).toBeVisible();
    await expect(page.getByLabel('Text', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  });

  test('a ticket waits for a date, with an error where the date is missing, and is taken up again', async ({ page }) => {
    const number = await works.file(`Waits ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByRole('button', { name: 'Wait', exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Wait' });
    await expect(dialog.locator('[type=date]')).toBeHidden();
    await dialog.getByRole('radio', { name: /Until a date/ }).check();
    await dialog.getByLabel('Why').fill('The part is ordered');
    await dialog.getByRole('button', { name: 'Wait', exact: true }).click();
    await expect(dialog.getByText('Please fill this in.')).toBeVisible();
    await expect(dialog.getByLabel('Why')).toHaveValue('The part is ordered');
    await dialog.getByLabel('Until', { exact: false }).and(dialog.locator('[type=date]')).fill('2099-12-01');
    await dialog.getByRole('button', { name: 'Wait', exact: true }).click();
    await expect(page.locator('.pane-talk .chip')).toContainText('Waiting for a date');
    await expect(page.locator('.entry[data-kind=event]').filter({ hasText: 'The part is ordered' })).toBeVisible();
    await page.getByRole('button', { name: 'Take up again' }).click();
    await expect(page.locator('.pane-talk .chip')).toContainText('Assigned');
  });

  test('a ticket is filed for somebody, by name', async ({ page, axe, shoot }) => {
    await page.goto('/desk/new');
    await axe(page);
    await shoot(page, 'new-ticket-service');
    await page.getByRole('link', { name: works.service.name }).click();
    await page.getByRole('button', { name: 'File the ticket' }).click();
    await expect(page.getByText('Please fill this in.').first()).toBeVisible();
    await axe(page);
    await page.getByLabel('For whom').fill(works.requester.name);
    await page.locator('[name=title]').fill('She rang about the printer');
    await shoot(page, 'new-ticket');
    await page.getByRole('button', { name: 'File the ticket' }).click();
    await expect(page).toHaveURL(/\/desk\/INC-\d+/);
    await expect(page.getByText('filed this for the requester')).toBeVisible();
    await expect(page.locator('.composer-to')).toContainText(works.requester.name);
  });

  test('a ticket is handed over and cancelled with a reason alone', async ({ page, axe, shoot }) => {
    const asAdmin = await works.as(works.admin);
    const team = `Passed to ${Date.now()}`;
    await post(asAdmin, 'admin/create-team', { name: team, kind: 'service' });
    const number = await works.file(`Given away ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.getByRole('button', { name: 'Hand over', exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Hand over' });
    await dialog.getByLabel('To the team').selectOption({ label: team });
    await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
    await expect(dialog.getByText('Please fill this in.').first()).toBeVisible();
    await expect(dialog.getByLabel('To the team').locator('option:checked')).toHaveText(team);
    await page.goto(`/desk/${number}`);
    await page.locator('.pane-talk summary', { hasText: 'More actions' }).click();
    await page.getByRole('button', { name: 'Cancel the ticket' }).click();
    const cancel = page.getByRole('dialog', { name: `Cancel ${number}` });
    await cancel.getByRole('button', { name: 'Cancel the ticket' }).click();
    await expect(cancel.getByText('Please fill this in.').first()).toBeVisible();
    await axe(page);
    await shoot(page, 'cancel-without-reason');
    await cancel.getByLabel('Why').fill('Asked for twice');
    await cancel.getByRole('button', { name: 'Cancel the ticket' }).click();
    await expect(page.locator('.entry[data-kind=event]').filter({ hasText: 'Asked for twice' })).toBeVisible();
  });

  test('somebody is added as a watcher and taken off', async ({ page }) => {
    const number = await works.file(`Watched ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.locator('summary', { hasText: 'Add somebody' }).click();
    await page.getByLabel('Name or e-mail address').fill('Nobody Known');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('Choose from the list.')).toBeVisible();
    await page.getByLabel('Name or e-mail address').fill(works.agents[1].name);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText(`added ${works.agents[1].name} as a watcher`)).toBeVisible();
    await page.getByRole('button', { name: `Remove ${works.agents[1].name}` }).click();
    await expect(page.getByText(`removed ${works.agents[1].name} from the watchers`)).toBeVisible();
  });
});

test('a ticket that is handed out of sight leads back to its queue with a word', async ({ page, axe, shoot }) => {
  const asAdmin = await works.as(works.admin);
  const team = `Network ${Date.now()}`;
  await post(asAdmin, 'admin/create-team', { name: team, kind: 'service' });
  const title = `Not ours ${Date.now()}`;
  const number = await works.file(title);
  await page.goto(`/desk/${number}?view=unassigned`);
  await page.getByRole('button', { name: 'Hand over', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await dialog.getByLabel('To the team').selectOption({ label: team });
  await dialog.getByLabel('Why').fill('It is the switch');
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await expect(page).toHaveURL(/\/desk\?view=unassigned&/);
  await expect(page.locator('[role=status] .toast', { hasText: `${number} is handed to ${team}` })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Unassigned' })).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toHaveCount(0);
  await expect(page.locator('.composer')).toHaveCount(0);
  await expect(page.locator('[inert]')).toHaveCount(0);
  await axe(page);
  await shoot(page, 'handed');
  await page.getByRole('link', { name: 'I have seen it' }).click();
  await expect(page.getByText(`${number} is handed`)).toHaveCount(0);
});

test('a ticket that goes to a service out of sight leads back to its queue with a word', async ({ page, javaScriptEnabled }) => {
  const asAdmin = await works.as(works.admin);
  const unique = Date.now();
  const team = last(await post(asAdmin, 'admin/create-team', { name: `Buildings ${unique}`, kind: 'service' }));
  const windows = { name_en: `Windows ${unique}`, team, kind: 'incident', impact: 'medium', urgency: 'medium', icon: 'door', offered: 'all' };
  const made = await post(asAdmin, 'admin/create-service', windows);
  await offer(asAdmin, made.match(/services\/(\d+)/)![1]);
  const title = `Window stuck ${unique}`;
  const number = await works.file(title);
  await page.goto(`/desk/${number}?view=unassigned`);
  const service = page.locator('#details').getByLabel('Service', { exact: true });
  await service.selectOption({ label: `Windows ${unique}` });
  if (javaScriptEnabled === false) await service.locator('xpath=ancestor::form').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/\/desk\?view=unassigned&/);
  await expect(page.locator('[role=status] .toast', { hasText: number })).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toHaveCount(0);
  await expect(page.locator('.composer')).toHaveCount(0);
});

test('every queue is within reach on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/desk');
  await page.locator('summary', { hasText: 'All queues' }).click();
  const queues = page.getByRole('navigation', { name: 'All queues' });
  const box = (await queues.boundingBox())!;
  expect(box.x >= 0 && box.x + box.width <= 390).toBe(true);
  await queues.getByRole('link', { name: 'Recently resolved' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Recently resolved' })).toBeVisible();
  await expect(queues).toBeHidden();
});

test.describe('resolving', () => {
  test.use({ expectedComplaints: [/status of 422/] });
  test('says how it ended, and it can be reopened', async ({ page, axe, shoot }) => {
    const number = await works.file(`Resolved ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.getByRole('button', { name: 'Take it' }).click();
    await expect(page.getByText('took the ticket')).toBeVisible();
    await page.getByRole('button', { name: 'Resolve', exact: true }).first().click();
    const dialog = page.getByRole('dialog', { name: `Resolve ${number}` });
    await expect(dialog).toBeVisible();
    await axe(page);
    await shoot(page, 'resolve');
    // Without a word about what helped nothing is resolved, and what was chosen stays.
    await dialog.getByLabel('How it ended').selectOption('workaround');
    await dialog.getByLabel('What helped').fill(' ');
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(dialog.getByLabel('What helped')).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog.getByText('Please fill this in.').first()).toBeVisible();
    await expect(dialog.getByLabel('How it ended')).toHaveValue('workaround');
    await dialog.getByLabel('How it ended').selectOption('workaround');
    await dialog.getByLabel('What helped').fill('Labels come out at dock 5.');
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(page.locator('.entry[data-kind=resolution]')).toContainText('Labels come out at dock 5.');
    await expect(page.locator('.pane-talk .chip')).toContainText('Resolved');
    await page.getByRole('button', { name: 'Reopen', exact: true }).first().click();
    const reopen = page.getByRole('dialog', { name: `Reopen ${number}` });
    await reopen.getByLabel('Why').fill('It came back');
    await reopen.getByRole('button', { name: 'Reopen', exact: true }).click();
    await expect(page.locator('.pane-talk .chip')).toContainText('In progress');
  });
});

test.describe('two at once', () => {
  // The second answer is refused on purpose.
  test.use({ expectedComplaints: [/status of 409/] });

  test('a ticket that changed under the hands is shown with what changed, and the text stays', async ({ page, axe, shoot }) => {
    const number = await works.file(`Two at once ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.getByLabel('Text', { exact: true }).fill('My answer, three minutes late');
    const other = await works.as(works.agents[1]);
    const multipart = { ticket: digits(number), mode: 'public', text: 'I was faster.' };
    expect((await other.post('/api/tickets/answer', { multipart, headers: { accept: 'application/json' } })).ok()).toBe(true);
    await page.getByRole('button', { name: 'Send reply' }).click();
    const conflict = page.locator('.conflict');
    await expect(conflict).toContainText('Wei Zhang changed who has it, changed the status and replied while you were at it');
    await expect(conflict).toContainText('I was faster.');
    await expect(page.locator('.composer .field-error'), 'it is said once').toHaveCount(0);
    await expect(page.getByLabel('Text', { exact: true })).toHaveValue('My answer, three minutes late');
    await axe(page);
    await shoot(page, 'conflict');
    await page.getByRole('button', { name: 'Send reply' }).click();
    await expect(page.locator('.pane-body .entry[data-kind=public]')).toHaveCount(2);
    await expect(conflict).toHaveCount(0);
  });
});

test('words and numbers are found', async ({ page, axe, shoot }) => {
  const word = `Quokka${Date.now()}`;
  const number = await works.file(`The ${word} stands still`);
  await page.goto('/search');
  await page.getByRole('searchbox').fill(word.toLowerCase());
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('link', { name: `The ${word} stands still` })).toBeVisible();
  await axe(page);
  await shoot(page, 'search');
  await page.goto(`/search?q=${number}`);
  await expect(page.getByRole('link', { name: `The ${word} stands still` })).toBeVisible();
});

test('what is not the reader’s is not there', async ({ browser, server }) => {
  const number = await works.file(`Not for requesters ${Date.now()}`);
  const answer = await (await works.as(works.requester)).get(`/desk/${number}`);
  expect(answer.status()).toBe(404);
  const nothing = await (await works.as(works.agents[0])).get('/desk/INC-999999');
  expect(nothing.status()).toBe(404);
});

test('a queue is narrowed by a form and widened by its pills', async ({ page }) => {
  await works.file(`Narrow ${Date.now()}`);
  await page.goto('/desk');
  await page.locator('summary', { hasText: 'Filter' }).click();
  await page.getByLabel('Priority', { exact: true }).selectOption('low');
  await page.getByRole('button', { name: 'Show' }).first().click();
  await expect(page.getByRole('heading', { name: 'Nothing matches these filters' })).toBeVisible();
  await page.getByRole('link', { name: 'Remove the filter Priority: Low' }).click();
  await expect(page.locator('.queue-row').first()).toBeVisible();
});

test('the desk speaks Chinese', async ({ page, axe, shoot }) => {
  const number = await works.file(`打印机坏了 ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('button', { name: '由我接手' })).toBeVisible();
  await axe(page);
  await shoot(page, 'ticket-zh');
  for (const [path, name] of [['/desk', 'queue'], ['/search?q=打印机', 'search'], ['/desk/new', 'new-ticket'], ['/account', 'account']]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\p{Script=Han}/u);
    await shoot(page, `${name}-zh`);
  }
  await post(await works.as(works.agents[0]), 'session/language', { locale: 'en' });
});
