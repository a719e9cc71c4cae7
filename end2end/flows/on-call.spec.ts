// On call: a rota, somebody who takes over, whom a fault calls by mail and gateway, and "I have it" by the link.
import { createHmac } from 'node:crypto';
import { createServer, type Server as Http } from 'node:http';
import type { AddressInfo } from 'node:net';
import { company, join, last, post, signIn, type Company, type Person } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.admin);
});

interface Call {
  event: string;
  person: { name: string };
  fault: { title: string } | null;
  have_url: string | null;
}

const SECRET = 'plum-under-the-bridge';

/** A gateway that keeps what it is told, if it is signed. */
async function gateway(): Promise<{ url: string; calls: Call[]; refused: string[]; close: () => Promise<void> }> {
  const calls: Call[] = [];
  const refused: string[] = [];
  const listening: Http = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const signed = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
      if (request.headers['opsbeat-signature'] === signed) calls.push(JSON.parse(body.toString('utf8')) as Call);
      else refused.push(String(request.headers['opsbeat-signature']));
      answer.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/call`, calls, refused, close: () => new Promise((resolve) => listening.close(() => resolve())) };
}

/** So many minutes from now by the clocks of the company; before now when negative. */
const clock = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
const DAY = 24 * 60;

test('a fault that nobody has calls who is on call, and one tap ends it', async ({ page, another, server, axe, shoot }) => {
  test.setTimeout(180_000);
  const stamp = Date.now();
  const asAdmin = await works.as(works.admin);
  const name = `Night watch ${stamp}`;
  const team = last(await post(asAdmin, 'admin/create-team', { name, kind: 'service' }));
  const people: Person[] = ['Noor', 'Tess'].map((who) => ({ name: `${who} ${stamp}`, email: `${who}.${stamp}@example.test`.toLowerCase() }));
  for (const person of people) await join(server, asAdmin, person, team);
  const words = { name_en: `Gate ${stamp}`, name_zh: '', description_en: 'Doors', description_zh: '' };
  const kind = { team, kind: 'incident', impact: 'medium', urgency: 'medium', icon: 'scan', offered: 'all' };
  const service = (await post(asAdmin, 'admin/create-service', { ...words, ...kind })).match(/services\/(\d+)/)![1];

  // A rota.
  await page.goto('/on-call');
  await expect(page.getByRole('heading', { level: 1, name: 'On call' })).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: 'New rota' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New rota' })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  await shoot(page, 'on-call-new');
  await page.getByLabel('Name', { exact: true }).fill('First line');
  await page.getByLabel('Person 1', { exact: true }).selectOption({ label: people[0].name });
  await page.getByLabel('Person 2', { exact: true }).selectOption({ label: people[1].name });
  await page.getByLabel('Days of a shift').fill('60');
  await page.getByLabel('First day').fill(clock(-7 * DAY).slice(0, 10));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'First line' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'The next four weeks' })).toContainText(people[0].name);

  // Somebody else is put in.
  const put = page.getByRole('region', { name: 'Put somebody in' });
  await put.getByLabel('Who', { exact: true }).selectOption({ label: people[1].name });
  await put.getByLabel('Until', { exact: true }).fill(clock(6 * 60));
  await put.getByRole('button', { name: 'Put in' }).click();
  await expect(page.getByRole('region', { name: 'Taken over' })).toContainText(people[1].name);
  await axe(page);
  await shoot(page, 'on-call-rota');
  await page.goto('/on-call');
  const card = page.getByRole('region', { name });
  await expect(card).toContainText(people[1].name);
  await expect(card).toContainText('Faults call nobody');
  await axe(page);
  await shoot(page, 'on-call');

  // Whom faults call.
  const phones = await gateway();
  await page.goto(`/on-call/teams/${team}/policy`);
  await expect(page.getByRole('heading', { level: 1, name: 'Whom faults call' })).toBeVisible();
  await axe(page);
  const second = page.getByRole('group', { name: 'Step 2', exact: true }).getByLabel('After', { exact: true });
  await second.fill('0');
  await page.getByLabel('Address').fill(phones.url);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(second).toHaveAttribute('aria-invalid', 'true');
  await axe(page);
  await shoot(page, 'on-call-policy');
  await second.fill('10');
  await page.getByLabel('Secret').fill(SECRET);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Whom faults call' })).toContainText('at once: on call in First line');
  await page.getByRole('button', { name: 'Call me as a test' }).click();
  await expect(page.getByText('A test call is on its way')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Who was called' })).toContainText(works.admin.name);
  await expect.poll(() => phones.calls.some((call) => call.event === 'test' && call.fault === null), { timeout: 60_000 }).toBe(true);

  // A fault calls who is on call.
  const title = `The gate stands open ${stamp}`;
  const fault = await post(asAdmin, 'faults/declare', { title, service });
  const called = () => phones.calls.find((call) => call.fault?.title === title);
  await expect.poll(() => called()?.person.name, { timeout: 60_000 }).toBe(people[1].name);
  expect(phones.refused).toEqual([]);
  await page.goto('/admin/outbox');
  await expect(page.getByText(people[1].name).first()).toBeVisible();
  await page.goto(new URL(fault, server.url).pathname);
  const log = page.getByRole('region', { name: 'Who was called' });
  await expect(log).toContainText(people[1].name);
  await expect(log).toContainText('round 1, step 1');
  await expect(log.getByRole('button', { name: 'I have it' })).toBeVisible();
  await axe(page);
  await shoot(page, 'on-call-fault');

  // The link asks once more, and then nobody else is called.
  const link = new URL(called()!.have_url!).pathname;
  const phone = await another();
  await phone.goto(link);
  await expect(phone.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await axe(phone);
  await shoot(phone, 'on-call-have');
  await phone.getByRole('button', { name: 'I have it' }).click();
  await expect(phone.getByText('You have it')).toBeVisible();
  await axe(phone);
  await phone.goto(link);
  await expect(phone.getByText('You have it')).toBeVisible();
  await expect(phone.getByRole('button', { name: 'I have it' })).toHaveCount(0);
  await page.goto(new URL(fault, server.url).pathname);
  await expect(log).toContainText('Taken');
  await expect(log).not.toContainText('Calls again');
  await expect(page.getByRole('button', { name: 'I have it' })).toHaveCount(0);
  await page.goto(`/on-call/teams/${team}`);
  await expect(page.getByRole('region', { name: 'Who was called' })).toContainText(title);
  await axe(page);
  await shoot(page, 'on-call-team');
  await phones.close();
});
