// What happens on a page that stays open while the world goes on: signed out elsewhere, files that do not fit, time that passes.
import { expect, test } from '../fixtures';
import { company, post, signIn, type Company } from '../company';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.requester);
});

const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'a');

test.describe('signed out in another tab', () => {
  test.use({ expectedComplaints: [/status of 401/] });

  test('the form keeps its text, says so, and is sent after signing in beside it', async ({ page, context, axe, shoot }) => {
    await page.goto(`/catalogue/${works.service.id}`);
    const title = `Kept through ${Date.now()}`;
    await page.getByLabel('What is wrong?').fill(title);
    // In another tab of the same browser.
    expect((await context.request.post('/api/session/sign-out', { form: {}, headers: { accept: 'application/json' } })).ok()).toBe(true);
    await page.getByRole('button', { name: 'Send request' }).click();
    const told = page.getByRole('alert');
    await expect(told).toContainText('You are not signed in any more');
    await expect(told).toBeFocused();
    await expect(page.getByLabel('What is wrong?')).toHaveValue(title);
    await axe(page);
    await shoot(page, 'signed-out-form');
    const opens = context.waitForEvent('page');
    await told.getByRole('link', { name: 'Sign in again in a new tab' }).click();
    const beside = await opens;
    await beside.waitForURL(/sign-in/);
    await signIn(beside, works.requester);
    await page.bringToFront();
    await page.getByRole('button', { name: 'Send request' }).click();
    await expect(page).toHaveURL(/\/requests\/INC-\d+/);
    await expect(page.getByRole('status').filter({ hasText: 'We have it: INC-' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await axe(page);
    await shoot(page, 'request-filed');
  });
});

test.describe('signed out at the desk', () => {
  test.use({ expectedComplaints: [/status of 401/] });

  test('an answer stays on its page, and is sent after signing in beside it', async ({ page, context }) => {
    const request = await works.file(`A door that squeaks ${Date.now()}`);
    await signIn(page, works.agents[0]);
    await page.goto(`/desk/${request}`);
    const paper = page.getByLabel('Text', { exact: true });
    await paper.fill('Oil is on its way.');
    expect((await context.request.post('/api/session/sign-out', { form: {}, headers: { accept: 'application/json' } })).ok()).toBe(true);
    await page.getByRole('button', { name: 'Send reply' }).click();
    const told = page.getByRole('alert').filter({ hasText: 'You are not signed in any more' });
    await expect(told).toBeVisible();
    await expect(paper).toHaveValue('Oil is on its way.');
    const opens = context.waitForEvent('page');
    await told.getByRole('link', { name: 'Sign in again in a new tab' }).click();
    const beside = await opens;
    await beside.waitForURL(/sign-in/);
    await signIn(beside, works.agents[0]);
    await page.bringToFront();
    await page.getByRole('button', { name: 'Send reply' }).click();
    await expect(page.locator('.entry').filter({ hasText: 'Oil is on its way.' })).toBeVisible();
  });
});

test('a picture that is pasted is as good as one that was chosen, and copied cells are text', async ({ page }) => {
  await page.goto(`/catalogue/${works.service.id}`);
  const title = page.getByLabel('What is wrong?');
  const paste = (text: string) =>
    title.evaluate((field, text) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82])], 'image.png', { type: 'image/png' }));
      if (text) data.setData('text/plain', text);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  await paste('two cells');
  await paste('');
  await expect(page.locator('.attachment-name')).toHaveCount(1);
  await expect(page.locator('.attachment-name')).toContainText('image.png');
});

test('a file that is too large is told at its field, and nothing is sent without it unasked', async ({ page, axe, shoot }) => {
  await page.goto(`/catalogue/${works.service.id}`);
  await page.getByLabel('What is wrong?').fill(`Without its picture ${Date.now()}`);
  await page.locator('input[type=file]').setInputFiles({ name: 'huge.txt', mimeType: 'text/plain', buffer: megabytes(26) });
  const refused = page.locator('[data-refused-files]');
  await expect(refused).toContainText(/huge\.txt is not attached\. The file is larger than \d+ MB\./);
  await expect(refused).toBeFocused();
  await expect(refused).toBeInViewport();
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(refused).toContainText('Nothing was sent yet');
  await expect(refused).toBeFocused();
  await expect(page).toHaveURL(/catalogue/);
  // What is typed is kept although it was not sent.
  await expect(page.getByRole('status').filter({ hasText: 'Draft kept' })).toBeVisible();
  await axe(page);
  await shoot(page, 'file-too-large');
  // Taken away, it is no matter any more.
  await refused.getByRole('button', { name: 'Leave it out' }).click();
  await expect(refused).toHaveCount(0);
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page).toHaveURL(/\/requests\/INC-\d+/);
});

test('sending waits for a file that is on its way', async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((done) => (arrive = done));
  await page.route('**/api/files/keep', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(`/catalogue/${works.service.id}`);
  await page.getByLabel('What is wrong?').fill(`With its plan ${Date.now()}`);
  await page.locator('input[type=file]').setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the plan') });
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByText('The form is sent as soon as it has arrived')).toBeVisible();
  await expect(page).toHaveURL(/catalogue/);
  arrive();
  await expect(page).toHaveURL(/\/requests\/INC-\d+/);
  await expect(page.getByRole('link', { name: /plan\.txt/ })).toBeVisible();
});

test('the clock of an open page goes on', async ({ page }) => {
  await page.clock.install();
  await page.goto('/');
  // The clock begins to go on when the page stands: when its own code follows a link.
  await expect(async () => {
    await page.evaluate('window.stands = true');
    await page.getByRole('link', { name: 'Services', exact: true }).first().click();
    await expect(page).toHaveURL(/\/catalogue/);
    expect(await page.evaluate('window.stands')).toBe(true);
  }).toPass();
  await page.clock.runFor(60_000 * 7.5);
  // Filed while the page was open: it is no moment to come.
  const title = `Passing time ${Date.now()}`;
  await works.file(title);
  await page.getByRole('link', { name: 'My requests' }).first().click();
  const number = (await page.getByRole('link', { name: title }).getAttribute('href')) ?? '';
  await page.getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(new RegExp(number));
  const filed = page.locator('dl time');
  // The browser believes that it was there for seven minutes already.
  await expect(filed).toHaveText('7 min ago');
  await page.clock.runFor(60_000 * 3);
  await expect(filed).toHaveText(/^(9|10) min ago$/);
});

test('rating on the first page is thanked in its place', async ({ page, axe, shoot }) => {
  const title = `Well done ${Date.now()}`;
  // Somebody with few requests: the first page shows the latest alone.
  const asking = await works.as(works.agents[1]);
  const multipart = { service: works.service.id, submission_key: `rated-${Date.now()}`, title, description: 'It is dark.' };
  const filed = await asking.post('/api/tickets/submit', { multipart, headers: { accept: 'application/json' } });
  const ticket = filed.headers().location.match(/(?:SR|INC)-(\d+)/)![1];
  const agent = await works.as(works.agents[0]);
  await post(agent, 'tickets/take', { ticket });
  await post(agent, 'tickets/resolve', { ticket, code: 'solved', text: 'Plugged in.' });
  await page.context().clearCookies();
  await signIn(page, works.agents[1]);
  await page.goto('/');
  const row = page.locator('article.request').filter({ hasText: title });
  const others = await page.locator('article.request').count();
  await row.getByRole('button', { name: '4 stars' }).click();
  await expect(row.getByRole('status')).toHaveText('Thank you');
  await expect(row.getByRole('status')).toBeFocused();
  await expect(row.getByRole('img', { name: '4 of 5 stars' })).toBeVisible();
  expect(await page.locator('article.request').count()).toBe(others);
  await row.getByText('Add a comment').click();
  await axe(page);
  await shoot(page, 'rated-at-home');
  await row.getByLabel('What should we know?').fill('Quick and kind.');
  await row.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row.getByText('Your comment has arrived.')).toBeVisible();
  await page.goto((await row.getByRole('link', { name: title }).getAttribute('href')) ?? '/');
  await expect(page.getByText('Quick and kind.').first()).toBeVisible();
});
