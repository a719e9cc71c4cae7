// Alerts in: an integration with its token, a rule that is tried before it holds, and what an alert makes.
import { company, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.admin);
});

const alert = (name: string, status: 'firing' | 'resolved') => ({
  status,
  fingerprint: name,
  labels: { alertname: 'InstanceDown', severity: 'critical', instance: name },
  annotations: { summary: `${name} does not answer` },
  startsAt: '2026-01-05T08:00:00Z',
  endsAt: status === 'resolved' ? '2026-01-05T08:10:00Z' : '0001-01-01T00:00:00Z',
});

test('an alert comes in by a token, is tried on a rule, and makes a fault', async ({ page, request, axe, shoot }) => {
  test.setTimeout(180_000);
  const stamp = Date.now();
  const name = `Prometheus ${stamp}`;

  await page.goto('/admin/alerts/new');
  await page.getByRole('button', { name: 'Create the integration' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-alerts-new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Service', { exact: true }).selectOption({ label: works.service.name });
  await page.getByLabel('Owner', { exact: true }).fill(works.admin.name);
  await page.getByRole('button', { name: 'Create the integration' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  // The token is there once.
  const field = page.getByRole('textbox', { name: 'Token', exact: true });
  await expect(field).toBeVisible();
  const token = await field.inputValue();
  expect(token.length).toBeGreaterThan(40);
  await axe(page);
  await shoot(page, 'admin-integration-token');
  const place = new URL(page.url()).pathname;
  await page.goto(place);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Token', exact: true })).toHaveCount(0);
  await expect(page.locator('main')).not.toContainText(token);

  // What comes is kept, and what is malformed can be looked at.
  const hook = `/hooks/alertmanager/${token}`;
  const host = `host-${stamp}`;
  expect((await request.post(hook, { data: { version: '4', alerts: [alert(`${host}-a`, 'firing')] } })).status()).toBe(200);
  expect((await request.post(hook, { data: { version: '4', alerts: [{ status: 'firing' }] } })).status()).toBe(400);
  expect((await request.post('/hooks/alertmanager/nobody', { data: {} })).status()).toBe(404);
  await page.goto(place);
  await expect(page.getByText(`${host}-a does not answer`)).toBeVisible();
  await expect(page.getByText('Kept: no rule matches')).toBeVisible();
  await expect(page.getByText('/alerts/0/startsAt')).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-integration');

  // A rule is tried before it holds.
  await page.goto('/admin/alerts/rules/new');
  await page.getByLabel('Name', { exact: true }).fill(`Hosts ${stamp}`);
  await page.getByLabel('Label 1').fill('instance');
  await page.getByLabel('Comparison 1').selectOption('contains');
  await page.getByLabel('Value 1').fill(host);
  await page.getByRole('button', { name: 'Try it on recent alerts' }).click();
  const tried = page.getByRole('region', { name: 'What would have happened' });
  await expect(tried.getByRole('row', { name: /This rule/ })).toContainText('1 fault');
  await expect(page.getByLabel('Value 1')).toHaveValue(host);
  await axe(page);
  await shoot(page, 'admin-alert-rule-tried');
  await page.getByRole('button', { name: 'Save' }).click();
  const rule = page.getByRole('link', { name: `Hosts ${stamp}` });
  await expect(rule).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-alerts');
  await rule.click();
  await expect(page.getByRole('heading', { level: 1, name: `Hosts ${stamp}` })).toBeVisible();
  await axe(page);

  // From now on an alert of it makes a fault, the next one joins, and both are acknowledged there.
  const more = [alert(`${host}-b`, 'firing'), alert(`${host}-c`, 'firing')];
  expect((await request.post(hook, { data: { version: '4', alerts: more } })).status()).toBe(200);
  await page.goto(place);
  const row = page.getByRole('row', { name: new RegExp(`${host}-b does not answer`) });
  await row.getByRole('link', { name: /^FLT-/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${host}-b does not answer`);
  const alerts = page.getByRole('region', { name: 'Alerts', exact: true });
  await expect(alerts).toContainText('2 of 2 go on');
  await axe(page);
  await shoot(page, 'fault-alerts');
  await alerts.getByRole('button', { name: 'Acknowledge the alerts' }).click();
  await expect(alerts.getByRole('button', { name: 'Acknowledge the alerts' })).toHaveCount(0);
  await expect(alerts.getByText('Acknowledged')).toHaveCount(2);

  // The rule goes again, so that it decides nothing in other tests.
  await page.goto('/admin/alerts');
  await page.getByRole('link', { name: `Hosts ${stamp}` }).click();
  await page.locator('summary', { hasText: 'Delete this rule' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
  await expect(page.getByRole('link', { name: `Hosts ${stamp}` })).toHaveCount(0);
});

test('an integration is switched off and its token is replaced', async ({ page, request }) => {
  const name = `Backup ${Date.now()}`;
  await page.goto('/admin/alerts/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('radio', { name: /^Heartbeat/ }).check();
  await page.getByLabel('Service', { exact: true }).selectOption({ label: works.service.name });
  await page.getByLabel('Owner', { exact: true }).fill(works.admin.name);
  await page.getByRole('button', { name: 'Create the integration' }).click();
  const token = await page.getByRole('textbox', { name: 'Token', exact: true }).inputValue();
  expect((await request.get(`/hooks/heartbeat/${token}`)).status()).toBe(200);
  await page.locator('summary', { hasText: 'Replace the token' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Token', exact: true })).not.toHaveValue(token);
  expect((await request.get(`/hooks/heartbeat/${token}`)).status()).toBe(404);
  await page.locator('summary', { hasText: 'Switch it off' }).click();
  await page.locator('details[open]').filter({ hasText: 'Switch it off' }).getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByText('Switched off', { exact: true })).toBeVisible();
});
