// What scripts add to many tickets at once: a key, ranges, all of the page.
import { company, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.agents[0]);
});

test('x ticks the row that has the keyboard, Shift a range, and a button all of the page', async ({ page }) => {
  const stamp = Date.now();
  const numbers: string[] = [];
  for (const name of ['First', 'Second', 'Third', 'Fourth']) numbers.push(await works.file(`${name} ${stamp}`));
  await page.goto(`/desk?q=${stamp}`);
  const ticks = page.locator('.queue-tick input');
  await expect(ticks).toHaveCount(4);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(ticks.nth(0)).toBeChecked();
  await expect(page.getByText('1 chosen', { exact: true })).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByText('1 chosen', { exact: true })).toBeHidden();

  await ticks.nth(1).click();
  await ticks.nth(3).click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 chosen', { exact: true })).toBeVisible();
  await expect(ticks.nth(2)).toBeChecked();
  await ticks.nth(2).click({ modifiers: ['Shift'] });
  await expect(page.getByText('1 chosen', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'All 4 on this page' }).click();
  await expect(page.getByText('4 chosen', { exact: true })).toBeVisible();
  // What others do draws the list anew, and the ticks stay.
  await works.file(`Fifth ${stamp}`);
  await expect(ticks).toHaveCount(5);
  await expect(page.getByText('4 chosen', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'None', exact: true }).click();
  await expect(ticks.nth(0)).not.toBeChecked();
});

test('names are proposed behind an @, by keys alone', async ({ page, axe, shoot }) => {
  const number = await works.file(`Called ${Date.now()}`);
  await page.goto(`/desk/${number}`);
  await page.getByRole('radio', { name: 'Internal note' }).check();
  const paper = page.getByLabel('Text', { exact: true });
  await paper.click();
  await paper.pressSequentially('Can @');
  const list = page.getByRole('listbox', { name: 'People to call' });
  await expect(list.getByRole('option')).not.toHaveCount(0);
  await paper.pressSequentially('zh');
  await expect(list.getByRole('option')).toHaveText(new RegExp(works.agents[1].name));
  await axe(page);
  await shoot(page, 'mentions');
  await paper.press('Escape');
  await expect(list).toBeHidden();
  await expect(paper).toBeFocused();
  await paper.pressSequentially('a');
  await expect(paper).toHaveAttribute('aria-activedescendant', 'mentions-0');
  await paper.press('Enter');
  await expect(paper).toHaveValue(`Can @${works.agents[1].name} `);
  await paper.pressSequentially('look?');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.locator('.entry[data-kind=internal] .mention')).toHaveText(`@${works.agents[1].name}`);
});
