// Administration: teams, services and their forms, people, roles, settings, and what is kept of all that.
import { company, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

// The browser tells of every refusal that a test provokes, and of whatever looks into the sandbox that shows a mail.
test.use({ expectedComplaints: [/status of (404|409|422)|Blocked script execution in '[^']*\/html'/] });

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.admin);
});

const unique = (what: string) => `${what} ${Date.now()}`;

/** Every place of the administration that is there from the beginning. */
function places(): string[] {
  const service = `/services/${works.service.id}`;
  const people = ['', '/people', '/people/invite', '/people/1', '/teams', '/teams/new', '/teams/1', '/roles', '/roles/new', '/roles/1'];
  const services = ['/services', '/services/new', service, `${service}/form`, `${service}/form/1`, '/categories', '/matrix'];
  const alerts = ['/alerts', '/alerts/new', '/alerts/rules/new'];
  return [...people, ...services, ...alerts, '/settings', '/outbox', '/audit?verify=1', '/imports', '/gaps', '/templates', '/templates/new'];
}

const picture = (place: string) => place.split('?')[0].replaceAll('/', '-');

test('every place of the administration stands', async ({ page, axe, shoot }) => {
  test.setTimeout(240_000);
  for (const place of places()) {
    await page.goto(`/admin${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await axe(page);
    await shoot(page, `admin${picture(place)}`);
  }
});

test('every place of the administration stands in Chinese', async ({ page, shoot }) => {
  test.setTimeout(240_000);
  await page.goto('/admin/people');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '人员' })).toBeVisible();
  for (const place of places()) {
    await page.goto(`/admin${place}`);
    // Names are as somebody typed them.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\p{Script=Han}|Warehouse devices|Example Works|Ada Admin|Service Desk/u);
    await shoot(page, `admin-zh${picture(place)}`);
  }
  await page.goto('/reports/tickets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\p{Script=Han}/u);
  await shoot(page, 'report-tickets-zh');
  await page.goto('/admin/gaps');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Gaps in duties' })).toBeVisible();
});

test('everybody on a list is invited at once', async ({ page, axe, shoot }) => {
  const mark = Date.now();
  await page.goto('/admin/people/invite');
  await page.locator('summary', { hasText: 'Several people at once' }).click();
  const list = page.getByLabel('People', { exact: true });
  await list.fill(`Ivo Blum, ivo${mark}@example.test\nno address\nEve Roth <eve${mark}@example.test>`);
  await page.getByRole('button', { name: 'Invite all' }).click();
  await expect(page.locator('main').getByText('Line 2: Enter an e-mail address').first()).toBeVisible();
  await expect(list).toHaveValue(/Eve Roth/);
  await axe(page);
  await shoot(page, 'admin-invite-several');
  await list.fill(`Ivo Blum, ivo${mark}@example.test\nEve Roth <eve${mark}@example.test>`);
  await page.getByRole('button', { name: 'Invite all' }).click();
  await expect(page.getByText('2 people are invited')).toBeVisible();
  await page.goto(`/admin/people?q=eve${mark}`);
  await expect(page.getByRole('link', { name: 'Eve Roth' })).toBeVisible();
});

test('what nobody answers for by name is listed, and leads to where that is mended', async ({ page }) => {
  await page.goto('/admin/gaps');
  await page.locator('main').getByRole('link', { name: works.service.name }).first().click();
  await expect(page).toHaveURL(new RegExp(`/admin/services/${works.service.id}`));
});

test('whoever may not administer finds nothing there', async ({ page, context }) => {
  await context.clearCookies();
  await signIn(page, works.requester);
  for (const place of ['/admin', '/admin/people', '/admin/audit', `/admin/services/${works.service.id}/form`, '/reports/tickets', '/reports/tickets.csv']) {
    const answer = await page.request.get(place);
    expect(answer.status(), place).toBe(404);
  }
});

test('a team is made, gets a member and a lead, and is archived', async ({ page }) => {
  const name = unique('Network');
  await page.goto('/admin/teams/new');
  await page.getByRole('button', { name: 'Create the team' }).click();
  await expect(page.getByRole('alert')).toContainText('One answer needs another look');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('What it does').fill('Cables and what runs through them.');
  await page.getByRole('button', { name: 'Create the team' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByLabel('Add somebody').fill(works.agents[0].name);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: `Make ${works.agents[0].name} a lead` }).click();
  await expect(page.getByRole('button', { name: `Make ${works.agents[0].name} a plain member` })).toBeVisible();
  await page.locator('summary', { hasText: `Remove ${works.agents[0].name}` }).click();
  await page.getByRole('button', { name: `Remove ${works.agents[0].name}` }).click();
  await expect(page.getByText('Nobody yet.')).toBeVisible();
  await page.locator('summary', { hasText: 'Archive this team' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByRole('button', { name: 'Bring it back' })).toBeVisible();
});

test('a team that still answers for a service cannot be archived', async ({ page }) => {
  await page.goto('/admin/teams');
  await page.getByRole('link', { name: 'Service Desk' }).click();
  await page.locator('summary', { hasText: 'Archive this team' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByRole('alert')).toContainText('It is still needed');
});

test('whoever is second to change a team is told, keeps their text and saves on top of it', async ({ page }) => {
  await page.goto('/admin/teams');
  await page.getByRole('link', { name: 'Service Desk' }).click();
  const version = page.locator('input[name="version"]');
  await expect(version).toHaveCount(1);
  const seen = await version.inputValue();
  const id = new URL(page.url()).pathname.split('/').pop() ?? '';
  const asAdmin = await works.as(works.admin);
  await post(asAdmin, 'admin/change-team', { id, version: seen, name: 'Service Desk', description: 'Of the other tab.' });
  await page.getByLabel('What it does').fill('Of this one.');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByRole('alert')).toContainText('Somebody else');
  await expect(page.getByRole('link', { name: 'See in another tab what holds now' })).toBeVisible();
  await expect(page.getByLabel('What it does')).toHaveValue('Of this one.');
  await expect(version).not.toHaveValue(seen);
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.goto(`/admin/teams/${id}`);
  await expect(page.getByLabel('What it does')).toHaveValue('Of this one.');
});

test('a service is made with a form, and a changed form is a new version', async ({ page, axe, shoot, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const name = unique('A new device');
  await page.goto('/admin/services/new');
  await page.getByLabel('Owner').fill('Nobody of that name');
  await page.getByRole('button', { name: 'Create and write the form' }).click();
  await expect(page.getByRole('alert')).toContainText('2 answers need another look');
  await expect(page.getByLabel('Owner')).toHaveValue('Nobody of that name');
  await page.getByLabel('Name, in English').fill(name);
  await page.getByLabel('Owner').fill(works.agents[0].name);
  await page.getByRole('button', { name: 'Create and write the form' }).click();
  await expect(page.getByText('No question yet')).toBeVisible();
  const editor = page.url();
  // What everybody is asked stands in the preview, too.
  const preview = page.getByRole('region', { name: 'As requesters see it' });
  await expect(preview.getByText(name)).toBeVisible();
  await expect(preview.getByLabel('What do you need?')).toBeVisible();
  await expect(preview.getByLabel('Files')).toBeAttached();

  await page.getByLabel('Type of the new field').selectOption('choice');
  await page.getByRole('button', { name: 'Add a field' }).click();
  await page.getByLabel('Question, in English').fill('Which kind?');
  await page.getByLabel('Option 1, in English').fill('Laptop');
  await page.getByLabel('Option 2, in English').fill('Phone');
  await page.getByRole('button', { name: 'Add an option' }).click();
  await page.getByLabel('Option 3, in English').fill('Screen');
  await page.getByLabel('Type of the new field').selectOption('number');
  await page.getByRole('button', { name: 'Add a field' }).click();
  await expect(page.locator('[name="fields.1.label"]')).toBeVisible();
  await page.getByLabel('Question, in English').fill('How much may it cost?');
  await page.getByLabel('Unit, in English').fill('EUR');
  await page.getByLabel('At least').fill('few');
  await page.getByRole('button', { name: /^Publish version 1/ }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('At least')).toHaveValue('few');
  await page.getByLabel('At least').fill('10');
  await page.getByLabel('Ask only when').selectOption({ label: '“Which kind?” is Laptop' });
  if (javaScriptEnabled) {
    // The preview follows what is written, and asks what would be asked.
    await expect(preview.getByLabel('How much may it cost?')).toBeHidden();
    await preview.getByLabel('Laptop').check();
    await expect(preview.getByLabel('How much may it cost?')).toBeVisible();
  }
  await axe(page);
  await shoot(page, 'admin-form-editor');
  await page.getByRole('button', { name: /^Publish version 1/ }).click();
  await expect(page.getByText('Version 1 is in use now')).toBeVisible();

  // The condition stands above its question now: it cannot be published like that.
  await page.getByRole('button', { name: 'Move up: How much may it cost?' }).click();
  await expect(page.locator('.field-card-name').first()).toHaveText(/^How much/);
  await page.getByRole('button', { name: /^Publish version 2/ }).click();
  await expect(page.getByText('The condition must name a field that stands before this one.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  // The other card names this question as well, in its condition.
  await expect(page.locator('.field-card-name').first()).toHaveText(/^Which kind/);

  await page.getByRole('button', { name: 'Remove: How much may it cost?' }).click();
  await expect(page.locator('.field-card')).toHaveCount(1);
  await page.getByRole('button', { name: /^Publish version 2/ }).click();
  await expect(page.getByText('Version 2 is in use now')).toBeVisible();
  await page.getByRole('link', { name: 'Show Version 1' }).click();
  await expect(page.getByText('This is what requesters were asked then.')).toBeVisible();
  await expect(page.getByLabel('How much may it cost?')).toHaveCount(1);

  // Nobody sees it until it is offered.
  const asHana = await works.as(works.requester);
  expect(await (await asHana.get('/catalogue')).text()).not.toContain(name);
  await page.goto('/admin/services');
  await expect(page.getByRole('row', { name }).getByText('Draft')).toBeVisible();
  await page.goto(editor.replace(/\/form.*/, ''));
  await expect(page.getByText('Its form is published')).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-service-draft');
  await page.getByRole('button', { name: 'Offer it' }).click();
  await expect(page.getByText('It is offered now')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Offer it' })).toHaveCount(0);
  expect(await (await asHana.get('/catalogue')).text()).toContain(name);
});

test('somebody is invited by a link that is shown once', async ({ page, another, axe, shoot }) => {
  const name = unique('Priya');
  await page.goto('/admin/people/invite');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail address').fill('no address');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('E-mail address').fill(`priya${Date.now()}@example.test`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  expect(link).toContain('/welcome/');
  await page.reload();
  await expect(page.getByLabel('Link', { exact: true })).toHaveCount(0);
  const theirs = await another();
  const answer = await theirs.goto(new URL(link).pathname);
  expect(answer?.status()).toBe(200);
  await axe(theirs);
  await shoot(theirs, 'welcome');
  await page.locator('summary', { hasText: 'Disable the account' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByRole('button', { name: 'Enable the account' })).toBeVisible();
});

test('a role gives what it says, and is taken back', async ({ page, another }) => {
  const name = unique('Reader of reports');
  await page.goto('/admin/roles/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel(/^See reports/).check();
  await page.getByRole('button', { name: 'Create the role' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByLabel('To whom').fill(works.requester.name);
  await page.getByLabel('To whom').press('Enter');
  const takeBack = page.getByRole('button', { name: `Take it back from ${works.requester.name}` });
  await expect(takeBack).toBeVisible();
  const theirs = await another();
  await signIn(theirs, works.requester);
  expect((await theirs.goto('/reports/tickets'))?.status()).toBe(200);
  expect((await theirs.goto('/admin/people'))?.status()).toBe(404);
  await takeBack.click();
  await expect(page.getByText('Nobody has it.')).toBeVisible();
  expect((await theirs.goto('/reports/tickets'))?.status()).toBe(404);
});

test('settings and the matrix say what is wrong, and keep what is right', async ({ page }) => {
  await page.goto('/admin/settings');
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await page.getByLabel('Closed by itself after').fill('many');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.field-error')).toHaveCount(2);
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByLabel('Closed by itself after').fill('6');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('It holds from now on.')).toBeVisible();
  await page.goto('/admin/matrix');
  const cell = page.getByLabel('One person, Can wait');
  const now = (await cell.inputValue()) === 'low' ? 'normal' : 'low';
  await cell.selectOption(now);
  await page.getByRole('button', { name: 'Save matrix' }).click();
  await expect(page.getByText('It holds from now on.')).toBeVisible();
  await expect(cell).toHaveValue(now);
});

test('every change stands in the audit log, and the chain holds', async ({ page }) => {
  await page.goto('/admin/audit');
  await page.getByRole('link', { name: 'Verify the chain' }).click();
  await expect(page.getByText(/The chain holds: \d+ records/)).toBeVisible();
  await page.getByLabel('About').selectOption('team');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('.ledger li').first()).toContainText('team');
});

test('the report counts what was filed, on the page and as files', async ({ page, axe, shoot }) => {
  await works.file(unique('Counted'));
  await page.goto('/reports/tickets?by=service');
  await expect(page.getByRole('row', { name: new RegExp(works.service.name) })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Satisfaction' })).toBeVisible();
  await axe(page);
  await shoot(page, 'report-tickets');
  // A period by its name is told in the reader's language, whatever the fields look like.
  await page.getByRole('link', { name: 'This year' }).click();
  await expect(page).toHaveURL(/from=\d{4}(-|%2D)01(-|%2D)01/);
  await expect(page.getByRole('heading', { level: 2, name: /^1 Jan \d{4} to 31 Dec \d{4}$/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'This year' })).toHaveAttribute('aria-current', 'true');
  await page.goto('/reports/tickets?by=service');
  const json = await (await page.request.get('/reports/tickets.json?by=service')).json();
  expect(json.total.tickets).toBeGreaterThan(0);
  expect(json.rows[0]).toHaveProperty('median_resolution_hours');
  const csv = await (await page.request.get('/reports/tickets.csv?by=service')).text();
  expect(csv).toContain('key,tickets,resolved,reopened,median_resolution_hours,p90_resolution_hours');
  await page.goto('/reports/tickets?from=1999-01-01&to=1999-02-01');
  await expect(page.getByText('No ticket in these days')).toBeVisible();
  await shoot(page, 'report-tickets-empty');
});

test('a mail that waits can be read as it would be sent', async ({ page, axe, shoot }) => {
  await works.file(unique('Told by mail'));
  await page.goto('/admin/outbox');
  await expect(page.getByText('No mail server is set up')).toBeVisible();
  await page.locator('.row-link').first().click();
  await expect(page.locator('.mail-subject')).toBeVisible();
  await expect(page.locator('pre')).toContainText('/requests/');
  await page.getByText('HTML', { exact: true }).click();
  await expect(page.locator('iframe')).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-mail');
});

test('two tabs with one form remove the question that they name', async ({ page, context }) => {
  const form = `/admin/services/${works.service.id}/form`;
  await page.goto(form);
  const before = await page.locator('.field-card').count();
  for (const [index, name] of ['First of two', 'Second of two'].entries()) {
    await page.getByRole('button', { name: 'Add a field' }).click();
    // Until the answer is here, the question before is the open one.
    await expect(page.locator('.field-card')).toHaveCount(before + index + 1);
    await page.getByLabel('Question, in English').fill(name);
    await page.getByRole('button', { name: 'Keep draft' }).click();
    await expect(page.locator('.field-card-name').last()).toContainText(name);
  }
  const other = await context.newPage();
  await other.goto(form);
  await page.getByRole('button', { name: 'Remove: First of two' }).click();
  await expect(page.locator('.field-card')).toHaveCount(before + 1);
  // The other tab still shows both, and presses the same button.
  await other.getByRole('button', { name: 'Remove: First of two' }).click();
  await expect(other.locator('.field-card')).toHaveCount(before + 1);
  await expect(other.locator('.field-card-name').last()).toContainText('Second of two');
  await page.reload();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(page.locator('.field-card')).toHaveCount(before);
});

test('a name and an address are changed, and the old address is told', async ({ page, axe, shoot }) => {
  const name = unique('Renée');
  await page.goto('/admin/people/invite');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail address').fill(`renee${Date.now()}@example.test`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(`${name} Møller`);
  await page.getByLabel('E-mail address').fill(works.requester.email);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.field-error')).toContainText('already in use');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`${name} Møller`);
  await page.getByLabel('E-mail address').fill(`renee.m${Date.now()}@example.test`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} Møller` })).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-person-changed');
  await page.goto(`/admin/people?words=${encodeURIComponent('RENEE moller')}`);
  await expect(page.getByRole('link', { name: `${name} Møller` })).toBeVisible();
});

test('a mail is held, let go and cancelled', async ({ page, axe, shoot }) => {
  const title = unique('Steered');
  await works.file(title);
  await page.goto('/admin/outbox');
  await page.locator('.row-link').first().click();
  await expect(page.locator('.mail-subject')).toContainText(title);
  // Without a mail server the round of jobs may have held it already.
  const hold = page.getByRole('button', { name: 'Hold it' });
  const release = page.getByRole('button', { name: 'Let it go' });
  await expect(hold.or(release)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await expect(page.locator('.mail-head')).toContainText('Cancelled');
  await axe(page);
  await page.goto('/admin/outbox?state=cancelled');
  await expect(page.getByRole('button', { name: /^Send it now/ }).first()).toBeVisible();
  await shoot(page, 'admin-outbox-cancelled');
});

test('limits are shown, bounded and changed', async ({ page, shoot }) => {
  await page.goto('/admin/settings');
  await page.getByLabel('Largest attached file').fill('900');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.field-error')).toContainText('from 1 to 25');
  await page.getByLabel('Largest attached file').fill('20');
  await page.getByLabel('Mails for one person').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.field-error')).toContainText('from 1 to 1000');
  await page.getByLabel('Mails for one person').fill('60');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('It holds from now on.')).toBeVisible();
  await shoot(page, 'admin-settings-limits');
  await page.goto(`/catalogue/${works.service.id}`);
  await expect(page.getByText('20 MB').first()).toBeVisible();
});
