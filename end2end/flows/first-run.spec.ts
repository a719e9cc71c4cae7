// The first run, on a server of its own: the worker's has its administrator already, or is about to get one.
import { expect, test } from '../fixtures';
import { fileURLToPath } from 'node:url';
import { startServer } from '../server';

test.use({ expectedComplaints: [/status of (404|422)/] });

const PASSWORD = 'quiet-lantern-harbour-plum';

test('the first run makes an administrator by a link that works once', async ({ page, axe, shoot, shootInChinese }, { project }) => {
  test.setTimeout(180_000);
  const fresh = await startServer(fileURLToPath(new URL(`../test-results/first-run-${project.name}.log`, import.meta.url)));
  try {
    await page.goto(fresh.setUpLink);
    await expect(page.getByRole('heading', { level: 1, name: 'Set up Opsbeat' })).toBeVisible();
    await axe(page);
    await shoot(page, 'set-up');
    await shootInChinese(page, 'set-up');
    await page.getByLabel('Name of your organisation').fill('Kestrel Works');
    await page.getByLabel('Your name').fill('Amara Okafor');
    await page.getByLabel('E-mail address').fill('amara');
    await page.getByLabel('New password').fill('kestrel');
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByRole('button', { name: 'Create the account and begin' }).click();
    await expect(page.getByRole('alert')).toContainText('2 answers need another look');
    await expect(page.getByLabel('Name of your organisation')).toHaveValue('Kestrel Works');
    await expect(page.getByLabel('E-mail address')).toHaveValue('amara');
    await axe(page);
    await shoot(page, 'set-up-errors');
    await page.getByLabel('E-mail address').fill('amara@kestrel.example');
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create the account and begin' }).click();
    await expect(page).not.toHaveURL(/set-up/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await axe(page);
    await shoot(page, 'first-page');
    const again = await page.request.get(fresh.setUpLink);
    expect(again.status()).toBe(404);
  } finally {
    await page.goto('about:blank');
    await fresh.stop();
  }
});
