// The pictures of the README, over the demo company: `cargo xtask screens` takes them from here.
import { expect, signIn, test } from '../demo';

test('the pictures of the README are taken', async ({ page, context, shoot }) => {
  test.setTimeout(300_000);
  await signIn(page, 'hana');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(page, 'readme-portal');
  await page.goto('/requests?show=all');
  await shoot(page, 'readme-requests');
  await page.goto('/catalogue');
  await page.getByRole('link', { name: 'Something in the warehouse is broken' }).first().click();
  await expect(page.locator('[name=title]')).toBeVisible();
  await shoot(page, 'readme-form');
  await context.clearCookies();

  await signIn(page, 'amara');
  await page.goto('/desk?view=all_open');
  await expect(page.locator('.queue-row').first()).toBeVisible();
  await shoot(page, 'readme-queue');
  await page.locator('.queue-row .queue-subject').first().click();
  await expect(page.locator('.composer')).toBeVisible();
  await shoot(page, 'readme-ticket');
  await page.goto('/reports/tickets');
  await expect(page.getByRole('table').last()).toBeVisible();
  await shoot(page, 'readme-report');
  await page.goto('/reports/sla');
  await expect(page.getByRole('table').last()).toBeVisible();
  await shoot(page, 'readme-promises');
  await page.goto('/admin/policies');
  await page.locator('main a.row-link').first().click();
  await expect(page).toHaveURL(/policies\/\d+/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(page, 'readme-policy');
  await page.goto('/admin');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot(page, 'readme-admin');
  await page.goto('/admin/services');
  await page.getByRole('link', { name: 'Something in the warehouse is broken' }).first().click();
  await page.goto(`${page.url().split('?')[0]}/form`);
  await expect(page.locator('.field-card').first()).toBeVisible();
  await shoot(page, 'readme-form-editor');
});
