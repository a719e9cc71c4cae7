// The same desk where no script runs: values are saved by a button, drafts by another.
import { company, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

test('a property is saved by its button', async ({ page }) => {
  const number = await works.file(`Pressing ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  const details = page.getByRole('region', { name: /^Details of/ });
  await details.getByLabel('Impact').selectOption('high');
  await details.locator('form', { has: page.getByLabel('Impact') }).getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.pane-talk .priority')).toContainText('High');
});

test('a draft is kept by its button', async ({ page }) => {
  const number = await works.file(`Draft ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByLabel('Text', { exact: true }).fill('Half a sentence');
  await page.getByRole('button', { name: 'Keep as draft' }).click();
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('Half a sentence');
  await page.goto(`/desk/${number}`);
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('Half a sentence');
});
