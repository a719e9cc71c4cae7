// A fault at two browsers, one of them a phone: what one does, the other sees without loading anything.
import type { Page } from '@playwright/test';
import { company, last, post, signIn, type Person } from '../company';
import { expect, test } from '../fixtures';

/** Signs in and waits until the first page listens: going on before its code has come would be told in the console. */
async function enter(page: Page, person: Person): Promise<void> {
  const listening = page.waitForResponse((answer) => /\/live/.test(answer.url()) && answer.ok());
  await signIn(page, person);
  await listening;
}

test('whoever watches sees a fault declared, located and restored, and keeps what they were writing', async ({ page, another, server }) => {
  const works = await company(server);
  await enter(page, works.agents[0]);
  const watcher = await another();
  await watcher.setViewportSize({ width: 390, height: 844 });
  await enter(watcher, works.agents[1]);
  // The stream of this page, and not the one of the page before.
  const listening = watcher.waitForResponse((answer) => /\/live/.test(answer.url()) && answer.ok() && watcher.url().endsWith('/faults'));
  await watcher.goto('/faults');
  await listening;

  // The list of who watches has it as soon as it is declared, and a phone's bar leads to it.
  const title = `Every door is shut ${Date.now()}`;
  const asAgent = await works.as(works.agents[0]);
  const number = last(await post(asAgent, 'faults/declare', { title, service: works.service.id }));
  await expect(watcher.getByRole('link', { name: title })).toBeVisible();
  await expect(watcher.getByRole('navigation').getByRole('link', { name: /^Faults/ })).toBeInViewport();
  await watcher.getByRole('link', { name: title }).click();
  await expect(watcher.getByRole('heading', { level: 1, name: title })).toBeVisible();

  await page.goto(`/faults/${number}`);
  const line = watcher.getByLabel('What happened?');
  await line.fill('The night shift went');
  const note = page.getByLabel('What happened?');
  await note.fill('The locks have no power');
  await note.press('Enter');
  await expect(watcher.locator('.log')).toContainText('The locks have no power');
  await expect(note).toHaveValue('');

  for (const [button, name] of [
    ['Detected now', 'Detected'],
    ['Located now', 'Located'],
    ['Restored now', 'Restored'],
  ]) {
    await page.getByRole('button', { name: button }).click();
    const card = watcher.locator('.moments > li').filter({ has: watcher.locator('.moment-name', { hasText: name }) });
    await expect(card.locator('time')).toBeVisible();
  }
  await expect(watcher.locator('.page-title')).toContainText('Restored');
  await expect(line).toHaveValue('The night shift went');
  // Nothing of it is wider than the phone.
  expect(await watcher.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await line.press('Enter');
  await expect(page.locator('.log')).toContainText('The night shift went');
});
