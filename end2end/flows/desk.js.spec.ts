// What scripts add to the desk: keys, the palette, values that save themselves with an undo, drafts that keep themselves.
import { company, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

test('a property saves itself and can be taken back', async ({ page }) => {
  const number = await works.file(`Pressing ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByLabel('Impact').selectOption('high');
  await expect(page.locator('.pane-talk .priority')).toContainText('High');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.locator('.pane-talk .priority')).toContainText('Normal');
  await expect(page.getByLabel('Impact')).toHaveValue('medium');
});

test('keys move, open, write and assign', async ({ page }) => {
  await works.file(`First ${Date.now()}`);
  await works.file(`Second ${Date.now()}`);
  await page.goto('/desk');
  const rows = page.locator('.queue-subject');
  // The first key waits until the page listens.
  await expect(async () => {
    await rows.nth(0).blur();
    await page.keyboard.press('j');
    await expect(rows.nth(0)).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/desk\/INC-/);
  await expect(page.locator('.composer')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('radio', { name: 'Internal note' })).toBeChecked();
  await expect(page.getByLabel('Text', { exact: true })).toBeFocused();
  await page.keyboard.type('jk is text here');
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('jk is text here');
  await page.getByLabel('Text', { exact: true }).fill('');
  await page.getByLabel('Text', { exact: true }).blur();
  await page.keyboard.press('a');
  await expect(page.getByLabel('Assignee').last()).toBeFocused();
  await page.getByLabel('Assignee').last().blur();
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: /^Resolve/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('the palette goes to a queue and finds tickets', async ({ page, axe, shoot }) => {
  const word = `Wombat${Date.now()}`;
  const number = await works.file(`The ${word} is loud`);
  await page.goto('/desk');
  const palette = page.getByRole('dialog', { name: 'Search or go to' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.type('unass');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/view=unassigned/);
  // Pages of the administration are nowhere for whoever may not open them.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit');
  await expect(palette.getByRole('option', { name: /audit/ }).last()).toBeVisible();
  await expect(palette.getByRole('option', { name: 'Audit', exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(word.toLowerCase());
  await expect(palette.getByRole('option', { name: new RegExp(word) }).first()).toBeVisible();
  await axe(page);
  await shoot(page, 'palette');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/desk/${number}`));
});

test('the palette reaches the pages of the administration', async ({ page }) => {
  await signIn(page, works.admin);
  await page.goto('/desk');
  const palette = page.getByRole('dialog', { name: 'Search or go to' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/admin\/audit/);
});

test('a draft keeps itself and is there again', async ({ page }) => {
  const number = await works.file(`Draft ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByLabel('Text', { exact: true }).pressSequentially('Half a sentence');
  await expect(page.getByText(/Draft kept at/)).toBeVisible({ timeout: 10_000 });
  await page.goto(`/desk/${number}`);
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('Half a sentence');
});

test('the next ticket begins with an empty paper', async ({ page }) => {
  const one = await works.file(`Paper one ${Date.now()}`);
  await works.file(`Paper two ${Date.now()}`);
  await page.goto(`/desk/${one}?order=newest`);
  await page.getByLabel('Text', { exact: true }).fill('For the first one only');
  await page.locator('.queue-subject').filter({ hasText: 'Paper two' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Paper two');
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('');
});
