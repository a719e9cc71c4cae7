// What a service asks, an answer, what follows a low one, and the figures; surveys of another system come in as CSV.
import { company, last, offer, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ server }) => {
  works = await company(server);
});

const unique = (what: string) => `${what} ${Date.now()}${Math.floor(Math.random() * 1e6)}`;

/** A service of a team of its own, whose kind of survey nobody else's test minds. */
async function serve(name: string): Promise<string> {
  const asAdmin = await works.as(works.admin);
  const team = last(await post(asAdmin, 'admin/create-team', { name: `Team of ${name}`, kind: 'service' }));
  const level = { kind: 'incident', impact: 'medium', urgency: 'medium', icon: 'scan', offered: 'all' };
  const made = await post(asAdmin, 'admin/create-service', { team, name_en: name, ...level });
  const id = made.match(/services\/(\d+)/)![1];
  await offer(asAdmin, id);
  return id;
}

/** Files a request of the service, answers it, and gives its number. */
async function answered(service: string, title: string): Promise<string> {
  const multipart = { service, submission_key: title, title, description: 'Since this morning.' };
  const filed = await (await works.as(works.requester)).post('/api/tickets/submit', { multipart, headers: { accept: 'application/json' } });
  if (!filed.ok()) throw new Error(`filing answered ${filed.status()}: ${await filed.text()}`);
  const number = filed.headers().location.match(/(SR|INC)-\d+/)![0];
  const ticket = number.split('-')[1];
  const asAdmin = await works.as(works.admin);
  await post(asAdmin, 'tickets/take', { ticket });
  await post(asAdmin, 'tickets/resolve', { ticket, code: 'solved', text: 'Cleaned.' });
  return number;
}

test('a service asks for a recommendation, a low answer is followed up, and both are counted', async ({ page, another, axe, shoot }) => {
  const name = unique('Coffee');
  const service = await serve(name);
  await signIn(page, works.admin);
  await page.goto(`/admin/services/${service}`);
  await page.getByRole('main').getByRole('link', { name: 'Survey', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Survey' })).toBeVisible();
  await axe(page);
  await page.getByLabel('Ask one person at most once in').fill('often');
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await expect(page.locator('[data-invalid]').first()).toBeVisible();
  await page.getByLabel('Ask one person at most once in').fill('0');
  await page.getByRole('radio', { name: /^0 to 10/ }).check({ force: true });
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await expect(page.locator('.banner[data-tone=ok]')).toContainText('Saved');
  await shoot(page, 'survey-setting');

  const number = await answered(service, unique('Coffee is cold'));
  const asked = await another();
  await signIn(asked, works.requester);
  await asked.goto(`/requests/${number}`);
  const three = asked.getByRole('button', { name: '3 of 10', exact: true });
  await expect(three).toBeVisible();
  await axe(asked);
  await shoot(asked, 'survey-nps');
  await three.press('Enter');
  await expect(asked.getByRole('heading', { name: 'Your rating' })).toBeVisible();
  await axe(asked);

  await page.goto(`/desk/${number}`);
  await expect(page.getByText('3 of 10, would recommend').first()).toBeVisible();
  await page.goto('/reports/satisfaction');
  await expect(page.getByRole('heading', { level: 1, name: 'Satisfaction' })).toBeVisible();
  const row = page.getByRole('row', { name: new RegExp(name) }).first();
  await expect(row).toContainText('-100');
  await expect(row).toContainText('fewer than 5 answers');
  await axe(page);
  await shoot(page, 'satisfaction');
  const json = await (await page.request.get('/reports/satisfaction.json?by=service')).json();
  const line = json.rows.find((each: { name: string }) => each.name === name);
  expect([line.kind, line.n, line.value, line.sent]).toEqual(['nps', 1, -100, 1]);
  await row.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Answers' })).toBeVisible();
  await expect(page.getByRole('link', { name: number })).toBeVisible();
  await axe(page);
  await shoot(page, 'satisfaction-answers');

  await page.goto('/follow-ups');
  await expect(page.getByRole('heading', { level: 1, name: 'Follow-ups' })).toBeVisible();
  const card = page.locator('.card').filter({ has: page.getByRole('link', { name: new RegExp(number) }) });
  await expect(card).toContainText('nobody: the team has no lead');
  await card.locator('summary').click();
  await axe(page);
  await shoot(page, 'follow-ups');
  await card.getByLabel('Outcome').selectOption('explained');
  await card.getByRole('radio', { name: 'Yes' }).check({ force: true });
  await card.getByLabel('What was learnt').fill('The heater was off at night.');
  await card.getByRole('button', { name: 'End the follow-up' }).press('Enter');
  await expect(page.locator('.banner[data-tone=ok]')).toContainText('The follow-up is done');
  await page.goto('/follow-ups?whose=done');
  await expect(page.locator('.card').filter({ has: page.getByRole('link', { name: new RegExp(number) }) })).toContainText('The heater was off at night.');
  await page.goto(`/desk/${number}`);
  await expect(page.getByText('The heater was off at night.').first()).toBeVisible();
});

test('surveys of another system are looked at and taken, and a row that is not says why', async ({ page, axe, shoot }) => {
  const name = unique('Tea');
  await serve(name);
  const text = `service,asked_at,answered_at,kind,value,comment\n${name},2026-01-10,2026-01-11,ces,7,Easy\nBicycle,2026-01-10,,ces,7,\n`;
  await signIn(page, works.admin);
  await page.goto('/surveys/import');
  await expect(page.getByRole('heading', { level: 1, name: 'Import surveys' })).toBeVisible();
  await axe(page);
  await page.getByRole('textbox', { name: 'Or its text' }).fill(text);
  await page.getByRole('button', { name: 'Look at it' }).last().click();
  await expect(page.getByRole('row', { name: /^3/ })).toContainText('There is no such service');
  await axe(page);
  await shoot(page, 'survey-import');
  await page.getByRole('button', { name: 'Take 1 row' }).click();
  await expect(page.getByText('The surveys are here')).toBeVisible();
  await page.goto('/reports/satisfaction?from=2026-01-01&to=2026-02-01');
  await expect(page.getByRole('row', { name: new RegExp(name) }).first()).toContainText('7.00');
  await page.goto('/surveys/import');
  await page.getByRole('button', { name: 'Put it away' }).click();
  await expect(page.getByRole('heading', { name: 'What the file comes to' })).toHaveCount(0);
});
