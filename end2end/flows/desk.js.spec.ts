// What scripts add to the desk: keys, the palette, values that save themselves with an undo, drafts that keep themselves.
import type { Page } from '@playwright/test';
import { company, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

/** Goes to the paper by its key; the first key waits until the page listens. */
async function write(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('r');
    await expect(page.getByLabel('Text', { exact: true })).toBeFocused({ timeout: 200 });
  }).toPass();
}

test('a property saves itself and can be taken back', async ({ page }) => {
  const number = await works.file(`Pressing ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByRole('region', { name: /^Details of/ }).getByLabel('Impact').selectOption('high');
  await expect(page.locator('.pane-talk .priority')).toContainText('High');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.locator('.pane-talk .priority')).toContainText('Normal');
  await expect(page.getByRole('region', { name: /^Details of/ }).getByLabel('Impact')).toHaveValue('medium');
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

test('what is typed over an open menu is not meant for the ticket, and Escape closes it first', async ({ page }) => {
  const number = await works.file(`Menus ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await write(page);
  await page.keyboard.press('Escape');
  await page.locator('summary', { hasText: 'Edit the title' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await page.keyboard.type('take it');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('take it');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeHidden();
  await page.locator('.pane-head summary', { hasText: 'More actions' }).click();
  await page.keyboard.press('t');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`/desk/${number}`));
  await expect(page.getByRole('button', { name: 'Take it' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/desk(\?|$)/);
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
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toHaveValue('');
  await page.keyboard.type(word.toLowerCase());
  await expect(palette.getByRole('option', { name: new RegExp(word) }).first()).toBeVisible();
  await axe(page);
  await shoot(page, 'palette');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/desk/${number}`));
});

test('what was opened is proposed until one signs out, and the next person finds none of it', async ({ page }) => {
  const title = `Narwhal ${Date.now()}`;
  const number = await works.file(title);
  await page.goto(`/desk/${number}`);
  const palette = page.getByRole('dialog', { name: 'Search or go to' });
  const open = () =>
    expect(async () => {
      await page.keyboard.press('Control+k');
      await expect(palette.getByRole('combobox')).toBeFocused({ timeout: 200 });
    }).toPass();
  await open();
  await expect(palette.getByRole('option', { name: new RegExp(title) })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(title);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
  await signIn(page, works.agents[1]);
  await page.goto('/desk');
  await open();
  await expect(palette.getByRole('option', { name: 'New ticket' })).toBeVisible();
  await expect(palette.getByRole('option', { name: new RegExp(title) })).toHaveCount(0);
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

test('what was typed is there again, however quickly it was left', async ({ page }) => {
  const one = await works.file(`Left one ${Date.now()}`);
  const other = `Left other ${Date.now()}`;
  await works.file(other);
  const paper = page.getByLabel('Text', { exact: true });
  await page.goto(`/desk/${one}?order=newest`);
  await write(page);
  await page.keyboard.type('For another ticket');
  await page.locator('.queue-subject').filter({ hasText: other }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(other);
  await expect(paper).toHaveValue('');
  await page.locator('.queue-subject').filter({ hasText: 'Left one' }).first().click();
  await expect(paper).toHaveValue('For another ticket');

  // By the browser's own way back, without the mouse on anything.
  await paper.fill('By the way back');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(other);
  await page.goForward();
  await expect(paper).toHaveValue('By the way back');

  await paper.fill('In another language');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('button', { name: '由我接手' })).toBeVisible();
  await expect(page.locator('#text')).toHaveValue('In another language');
  await post(await works.as(works.agents[0]), 'session/language', { locale: 'en' });
});

test('what was typed outlives its window', async ({ page, context }) => {
  const number = await works.file(`Closed ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await write(page);
  await page.keyboard.type('To be gone on with');
  await page.close({ runBeforeUnload: true });
  const next = await context.newPage();
  await expect(async () => {
    await next.goto(`/desk/${number}`);
    await expect(next.getByLabel('Text', { exact: true })).toHaveValue('To be gone on with', { timeout: 500 });
  }).toPass();
});

test('what was sent is no draft any more', async ({ page }) => {
  const number = await works.file(`Sent ${Date.now()}`);
  const paper = page.getByLabel('Text', { exact: true });
  await page.goto(`/desk/${number}`);
  await paper.pressSequentially('Ready to go');
  await expect(page.getByText(/Draft kept at/)).toBeVisible();
  await page.reload();
  await expect(paper).toHaveValue('Ready to go');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.locator('.entry[data-kind=public]')).toContainText('Ready to go');
  await expect(paper).toHaveValue('');
  await page.reload();
  await expect(paper).toHaveValue('');
});

test('a list that is run through by keys saves nothing before the choice is made', async ({ page }) => {
  const number = await works.file(`Run through ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  const saved: string[] = [];
  page.on('request', (request) => request.url().includes('/api/tickets/') && request.method() === 'POST' && saved.push(request.url()));
  const list = page.getByRole('region', { name: /^Details of/ }).getByLabel('Impact');
  await write(page);
  await list.focus();
  await page.keyboard.type('M');
  await expect(list).toHaveValue('high');
  await page.keyboard.press('Escape');
  await expect(list).toHaveValue('medium');
  await expect(list).not.toBeFocused();
  expect(saved).toEqual([]);
  await list.focus();
  await page.keyboard.type('M');
  await page.keyboard.press('Enter');
  await expect(page.locator('.pane-talk .priority')).toContainText('High');
  expect(saved).toHaveLength(1);
});

test('the assignee is chosen by keys alone', async ({ page }) => {
  const number = await works.file(`By keys ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  const list = page.getByLabel('Assignee').last();
  await expect(async () => {
    await page.keyboard.press('a');
    await expect(list).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.type('W');
  await expect(page.locator('.entry[data-kind=event]')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('.entry[data-kind=event]').filter({ hasText: works.agents[1].name })).toBeVisible();
});

test('the keyboard leaves the paper, and stands in the first field of a dialog with nothing behind it', async ({ page }) => {
  const number = await works.file(`Keyboard ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  const paper = page.getByLabel('Text', { exact: true });
  await write(page);
  await page.keyboard.press('Escape');
  await expect(paper).not.toBeFocused();
  await expect(page).toHaveURL(new RegExp(number));

  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: `Resolve ${number}` });
  await expect(dialog.getByLabel('How it ended')).toBeFocused();
  await expect(page.locator('.pane-list')).toHaveAttribute('inert', '');
  for (let steps = 0; steps < 12; steps += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement!.closest('.dialog'));
    expect(outside, `after ${steps + 1} steps`).toBe(false);
  }
  // A click beside it closes it, and presses nothing.
  const row = (await page.locator('.queue-subject').first().boundingBox())!;
  const before = page.url();
  await page.mouse.click(row.x + 5, row.y + 5);
  await expect(dialog).toBeHidden();
  expect(page.url()).toBe(before);
  await expect(page.locator('[inert]')).toHaveCount(0);

  const opener = page.locator('.pane-talk').getByRole('button', { name: 'Hand over', exact: true }).first();
  await opener.click();
  await expect(page.getByRole('dialog', { name: 'Hand over' }).getByLabel('To the team')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await expect(page.locator('[inert]')).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the menu of a ticket stays on the screen', async ({ page, axe }) => {
    const number = await works.file(`On a phone ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    await page.getByRole('button', { name: 'Take it' }).click();
    await expect(page.getByText('took the ticket')).toBeVisible();
    await page.locator('.pane-talk summary', { hasText: 'More actions' }).click();
    const box = (await page.locator('.pane-talk .menu[open] .menu-items').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await page.locator('.menu[open]').getByRole('button', { name: 'Hand over' }).click({ trial: true });
    await axe(page);
    await page.screenshot({ path: 'screenshots/js/phone-menu.png' });
  });
});

test.describe('files', () => {
  // A refusal is provoked.
  test.use({ expectedComplaints: [/status of 4\d\d/] });

  test('what is attached is seen and taken off, and a refusal goes with the next good file', async ({ page, axe, shoot }) => {
    const number = await works.file(`With files ${Date.now()}`);
    await page.goto(`/desk/${number}`);
    const clip = page.locator('.composer input[type=file]');
    const attached = page.locator('.composer-files .attachment');
    const text = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('ping 10.0.0.1') });
    await clip.setInputFiles({ name: 'huge.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(26 * 1024 * 1024) });
    await expect(page.locator('.composer .field-error')).toBeVisible();
    await clip.setInputFiles([text('ping.txt'), text('trace.txt')]);
    await expect(attached).toHaveCount(2);
    await expect(page.locator('.composer .field-error')).toHaveCount(0);
    await axe(page);
    await shoot(page, 'composer-files');
    await page.getByRole('button', { name: 'Remove trace.txt' }).click();
    await page.getByLabel('Text', { exact: true }).fill('The log is attached.');
    await page.getByRole('button', { name: 'Send reply' }).click();
    const sent = page.locator('.entry[data-kind=public] .attachment');
    await expect(sent).toHaveCount(1);
    await expect(sent).toContainText('ping.txt');
    await expect(sent).toHaveAttribute('target', '_blank');
    await expect(sent).toHaveAttribute('rel', /noopener/);
    await expect(attached).toHaveCount(0);
  });
});
