// How a page starts: leaving it meanwhile is nobody's fault, and a failure is told.
import { company, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.requester);
});

test('a page that is left while it still loads complains of nothing', async ({ page }) => {
  // The application never arrives while the page is there.
  await page.route(/\.wasm$/, async (route) => {
    await new Promise((done) => setTimeout(done, 30_000).unref());
    await route.abort().catch(() => undefined);
  });
  for (const place of ['/catalogue', '/requests', '/account', '/']) {
    await page.goto(place, { waitUntil: 'commit' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  // By a link and by a form, as people leave.
  await page.getByRole('link', { name: 'My requests' }).first().click();
  await expect(page).toHaveURL(/\/requests/);
  await page.reload({ waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test.describe('a real failure', () => {
  test.use({ expectedComplaints: [/status of 500|uncaught|WebAssembly|MIME/] });

  test('is told, and the page stays usable', async ({ page }) => {
    const told = page.context().waitForEvent('weberror');
    await page.route(/\.wasm$/, (route) => route.fulfill({ status: 500, body: 'broken' }));
    await page.goto('/requests');
    expect(String((await told).error())).not.toBe('');
    await page.getByRole('link', { name: 'Home' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});
