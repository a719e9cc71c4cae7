// What scripts add to calendars: hours as bars that are pulled.
import { company, officeHours, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.admin);
});

test('hours are drawn on a bar, pulled and moved by keys, and are the hours of the fields', async ({ page, axe }) => {
  await page.goto(`/admin/calendars/${await officeHours(await works.as(works.admin), `Drawn ${Date.now()}`)}`);
  const end = page.getByRole('slider', { name: 'Monday, hours 1, end' });
  await end.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByLabel('Monday, hours 1, until')).toHaveValue('17:15');
  await expect(end).toHaveAttribute('aria-valuetext', '17:15');
  await page.keyboard.press('Shift+PageDown');
  await expect(page.getByLabel('Monday, hours 1, from')).toHaveValue('08:00');
  const bar = page.locator('.week-day').nth(5).locator('.day-bar');
  await bar.scrollIntoViewIfNeeded();
  const box = (await bar.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.625, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByLabel('Saturday, hours 1, from')).toHaveValue('12:00');
  await expect(page.getByLabel('Saturday, hours 1, until')).toHaveValue('15:00');
  await axe(page);
  await page.getByRole('slider', { name: 'Saturday, hours 1, beginning' }).focus();
  await page.keyboard.press('Delete');
  await expect(page.getByLabel('Saturday, hours 1, from')).toHaveCount(0);
});
