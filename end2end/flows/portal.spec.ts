// The requester's side over the demo company: ask, file, follow, answer, rate.
import type { Page } from '@playwright/test';
import { expect, PASSWORD, signIn, test } from '../demo';

const DEVICE = 'A new or a different device';

// A refused form is answered with its status, which the browser writes into its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ page }) => signIn(page, 'hana'));

test('the first page asks, offers, and shows what waits for one first', async ({ page, axe, shoot }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Hana');
  await expect(page.getByRole('article').filter({ hasText: DEVICE })).toBeVisible();
  const first = page.locator('.request').first();
  await expect(first.locator('[aria-current=step]')).toHaveText('Your answer');
  await shoot(page, 'portal-home');
  await axe(page);
});

test('a service is found by words and by category', async ({ page, axe, shoot }) => {
  await page.goto('/catalogue');
  await shoot(page, 'portal-catalogue');
  await axe(page);
  await page.getByRole('searchbox').fill('label printers');
  await press(page, 'Search');
  await expect(page).toHaveURL(/q=label/);
  // What says it itself stands before what only asks for it in its form.
  await expect(page.locator('main .tile').first()).toContainText(/label/i);
  await page.goto('/catalogue?q=my+printers+are+not+printing');
  await expect(page.locator('main .tile')).not.toHaveCount(0);
  await expect(page.locator('main .tile').first()).toContainText(/print/i);
  await page.goto('/catalogue?q=prnter');
  await expect(page.getByRole('link', { name: /print/i }).first()).toBeVisible();
  await page.goto('/catalogue?q=inc-6925');
  await expect(page.getByRole('link', { name: 'Open INC-6925' })).toHaveAttribute('href', '/requests/INC-6925');
  await page.goto('/catalogue?q=teleporter');
  await expect(page.getByRole('heading', { name: /teleporter/ })).toBeVisible();
  await shoot(page, 'portal-catalogue-nothing');
});

test('a request is filed on one page, and errors keep what was typed and the files', async ({ page, javaScriptEnabled, axe, shoot }) => {
  await page.goto('/catalogue');
  await page.getByRole('link', { name: DEVICE }).click();
  await expect(page.getByRole('heading', { level: 1, name: DEVICE })).toBeVisible();
  await shoot(page, 'portal-form');
  await axe(page);

  // A condition: the size is asked for a laptop alone. Without a script it is there with a note.
  const size = page.getByRole('group', { name: 'Which size?' });
  if (javaScriptEnabled === false) await expect(size).toBeVisible();
  else await expect(size).toBeHidden();
  await page.getByRole('radio', { name: 'A laptop' }).check();
  await expect(size).toBeVisible();

  await page.getByLabel('What is it for?').fill('Travelling to the three warehouses.');
  await page.locator('input[type=file][name=files]').setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Monday Leipzig') });
  const kept =
    javaScriptEnabled === false
      ? page.getByRole('checkbox', { name: /plan\.txt/, checked: true })
      : page.locator('.attachment').filter({ has: page.getByRole('button', { name: 'Remove plan.txt' }) });
  if (javaScriptEnabled !== false) {
    // What was chosen by mistake is taken away again.
    await page.locator('input[type=file][name=files]').setInputFiles({ name: 'wrong.txt', mimeType: 'text/plain', buffer: Buffer.from('No') });
    await page.getByRole('button', { name: 'Remove wrong.txt' }).click();
    await expect(page.getByText('wrong.txt')).toHaveCount(0);
    await expect(kept).toBeVisible();
    await shoot(page, 'portal-form-files');
  }
  await press(page, 'Send request');

  // Title and size are missing; the rest is still there.
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('input[name=title]')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('What is it for?')).toHaveValue('Travelling to the three warehouses.');
  await expect(page.getByRole('radio', { name: 'A laptop' })).toBeChecked();
  await expect(kept).toBeVisible();
  await shoot(page, 'portal-form-errors');
  await axe(page);

  await page.locator('input[name=title]').fill('A laptop for travelling');
  await page.getByRole('radio', { name: '13 inch, light' }).check();
  await press(page, 'Send request');
  await expect(page).toHaveURL(/\/requests\/SR-\d+\?filed=yes$/);
  await expect(page.getByRole('heading', { level: 1, name: 'A laptop for travelling' })).toBeVisible();
  await expect(page.getByText('13 inch, light')).toBeVisible();
  await expect(page.locator('[aria-current=step]')).toHaveText('Received');
  await shoot(page, 'portal-request-new');
  await axe(page);

  // The file is served to be saved, and so that it cannot run.
  const file = page.getByRole('link', { name: /plan\.txt/ });
  const answer = await page.request.get((await file.getAttribute('href')) ?? '');
  expect(await answer.text()).toBe('Monday Leipzig');
  expect(answer.headers()['content-disposition']).toContain('attachment');
  expect(answer.headers()['content-security-policy']).toContain('sandbox');
  expect(answer.headers()['x-content-type-options']).toBe('nosniff');
});

test('a request is withdrawn while nobody has taken it up', async ({ page }) => {
  await file(page, 'No longer needed soon');
  await page.locator('summary', { hasText: 'No longer needed?' }).click();
  await page.getByLabel('Why?').fill('Found one in the cupboard');
  await press(page, 'Withdraw the request');
  await expect(page.locator('[aria-current=step]')).toHaveText('Withdrawn');
  await expect(page.getByText('Found one in the cupboard')).toBeVisible();
});

test('an answer ends the wait for it', async ({ page, axe, shoot }) => {
  await page.goto('/requests?show=waiting');
  await shoot(page, 'portal-requests-waiting');
  await page.locator('.request h3 a').first().click();
  await expect(page.locator('.track-wide [aria-current=step]')).toHaveText('Your answer');
  await shoot(page, 'portal-request-waiting');
  await axe(page);
  await press(page, 'Send answer');
  await expect(page.locator('textarea[name=text]')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('textarea[name=text]').fill('Leipzig only, **thank you**.');
  await press(page, 'Send answer');
  await expect(page.locator('.timeline strong', { hasText: 'thank you' })).toBeVisible();
  await expect(page.locator('.track-wide [aria-current=step]')).toHaveText('In progress');
  await expect(page.locator('textarea[name=text]')).toHaveValue('');
});

test('one’s requests are listed, found and paged', async ({ page, axe, shoot }) => {
  await page.goto('/requests?show=all');
  await expect(page.locator('.request').first()).toBeVisible();
  await shoot(page, 'portal-requests');
  await axe(page);
  await page.getByLabel('Words or number').fill('returns dashboard');
  await press(page, 'Search');
  await expect(page).toHaveURL(/q=returns/);
  await expect(page.locator('.request h3', { hasText: /returns dashboard/ }).first()).toBeVisible();
  await expect(page.locator('.request h3', { hasText: /Label printer/ })).toHaveCount(0);
  await page.goto('/requests?show=team');
  await expect(page.locator('.request').first()).toBeVisible();
});

test('an unknown request and a stranger’s are the same page', async ({ page, another }) => {
  const stranger = await another();
  await signIn(stranger, 'mateo');
  const theirs = await file(stranger, 'A headset of my own');
  const look = async (path: string) => {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(404);
    return (await answer.text()).match(/<main[\s\S]*<\/main>/)?.[0].replaceAll(path, '');
  };
  const unknown = await look('/requests/SR-99999999');
  expect(unknown).toContain('<h1');
  expect(await look(`/requests/${theirs}`)).toBe(unknown);
  await look('/requests/nonsense');
});

test('the link of a mail rates without a login, and looking at it records nothing', async ({ page, another, playwright, server, javaScriptEnabled, axe, shoot, shootInChinese }) => {
  const number = await file(page, `Please rate me ${javaScriptEnabled}`);
  const id = number.split('-')[1];
  const agent = await playwright.request.newContext({ baseURL: server.url });
  await agent.post('/api/session/sign-in', { form: { email: 'amara@kestrel.example', password: PASSWORD } });
  for (const [verb, form] of [
    ['take', { ticket: id }],
    ['resolve', { ticket: id, code: 'fulfilled', text: 'It is on your desk.' }],
  ] as const) {
    const done = await agent.post(`/api/tickets/${verb}`, { form, headers: { accept: 'application/json' } });
    expect(done.ok(), `${verb}: ${done.status()} ${await done.text()}`).toBe(true);
  }
  await agent.dispose();

  const links = () => server.mails.filter((mail) => mail.includes(number)).flatMap((mail) => mail.match(/\/rate\/[^\s"<>?]+/g) ?? []);
  await expect.poll(() => links().length, { timeout: 40_000 }).toBeGreaterThan(0);
  const link = links()[0];

  const mail = await another();
  await mail.goto(`${link}?stars=4`);
  await expect(mail.getByRole('radio', { name: '4 stars' })).toBeChecked();
  await shoot(mail, 'portal-rate');
  await shootInChinese(mail, 'portal-rate');
  await axe(mail);
  await page.reload();
  await expect(page.locator('.rating-said')).toHaveCount(0);

  await mail.getByRole('radio', { name: '5 stars: excellent' }).check({ force: true });
  await mail.getByLabel('What should we know?').fill('Quick and kind.');
  await press(mail, 'Send rating');
  await expect(mail.getByRole('heading', { name: /Thank you/ })).toBeVisible();
  await shoot(mail, 'portal-rate-thanks');
  await axe(mail);
  await mail.getByRole('link', { name: 'Change it' }).click();
  await mail.getByRole('radio', { name: '2 stars' }).check({ force: true });
  await press(mail, 'Send rating');
  await expect(mail.getByText('two stars')).toBeVisible();

  await page.reload();
  await expect(page.getByRole('img', { name: '2 of 5 stars' }).first()).toBeVisible();
  await shoot(page, 'portal-request-done');
});

test.describe('a link that was changed', () => {
  test.use({ expectedComplaints: [/status of 404/] });
  test('says so and gives nothing away', async ({ page, axe, shoot, shootInChinese }) => {
    const answer = await page.goto('/rate/1042.7.1765962000.abc?stars=5');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
    await shoot(page, 'portal-rate-dead');
    await shootInChinese(page, 'portal-rate-dead');
    await axe(page);
  });
});

test('every page of the portal speaks Chinese', async ({ page, shoot }) => {
  await press(page, '中文');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  for (const [path, name] of [
    ['/', 'home'],
    ['/catalogue', 'catalogue'],
    ['/requests?show=all', 'requests'],
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\p{Script=Han}/u);
    await shoot(page, `portal-${name}-zh`);
  }
  await page.goto('/catalogue');
  await page.getByRole('link', { name: '申请或更换设备' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '申请或更换设备' })).toBeVisible();
  await shoot(page, 'portal-form-zh');
  await page.goto('/requests?show=all');
  await page.locator('.request h3 a').first().click();
  await expect(page.locator('.track-wide')).toContainText(/\p{Script=Han}/u);
  await shoot(page, 'portal-request-zh');
  await page.goto('/');
  await press(page, 'English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

/** By keyboard: a pointer waits for frames, which a page without scripts is slow to give after a screenshot of its whole length. */
async function press(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).press('Enter');
}

/** Files a headset and gives the number. */
async function file(page: Page, title: string): Promise<string> {
  await page.goto('/catalogue');
  await page.getByRole('link', { name: DEVICE }).click();
  await page.getByRole('radio', { name: 'A headset' }).check();
  await page.locator('input[name=title]').fill(title);
  await press(page, 'Send request');
  await expect(page).toHaveURL(/\/requests\/SR-\d+\?filed=yes$/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
