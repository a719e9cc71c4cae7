// What agents and leads see of their promises, in the demo company: chips in the queue, why a deadline is where it is, what is
// decided about it, and the reports.
import { expect, PASSWORD, test } from '../demo';
import type { Page } from '@playwright/test';

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

/** Signs in beside the page: nothing that a first page still loads is cut off by the next one. */
async function enter(page: Page, mailbox: string): Promise<void> {
  const form = { email: `${mailbox}@kestrel.example`, password: PASSWORD };
  const answer = await page.request.post('/api/session/sign-in', { form, headers: { accept: 'application/json' } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

test.beforeEach(async ({ page }) => enter(page, 'amara'));

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('the queue begins with what is due next, and each chip tells why', async ({ page, axe, shoot }) => {
  await page.goto('/desk?view=all_open');
  const chips = page.locator('.queue-row a.sla');
  await expect(chips.first()).toBeVisible();
  await expect(page.locator('#order')).toHaveValue('due');
  await expect(chips.filter({ hasText: /left|over/ }).first()).toBeVisible();
  await axe(page);
  await shoot(page, 'promises-queue');

  await chips.first().click();
  await expect(heading(page)).toHaveText('Why this deadline?');
  await expect(page.getByRole('table', { name: 'What was counted, and what was not' })).toBeVisible();
  await expect(page.getByText(/rule \d+/)).toBeVisible();
  await expect(page.locator('.why-clocks [aria-current=true] .sla')).toBeVisible();
  await axe(page);
  await shoot(page, 'promises-why');

  await page.locator('.breadcrumb a').nth(1).click();
  await expect(page.locator('#props-clocks')).toHaveText('Promises');
  await expect(page.locator('.pane-talk .pane-head a.sla').or(page.locator('.pane-props a.sla')).first()).toBeAttached();
  await axe(page);
  await shoot(page, 'promises-ticket');

  await page.goto('/desk?view=breaching');
  await expect(heading(page)).toHaveText('Breaching in the next hour');
  await axe(page);
});

test('a breach is excused and a clock corrected, and both results stay visible', async ({ page, axe, shoot }) => {
  await page.goto('/reports/sla/tickets?came=missed');
  await page.locator('.table tbody tr').filter({ hasNotText: 'excused' }).first().getByRole('link').click();
  await expect(page.getByText('On record: it was late')).toBeVisible();

  const excuse = page.locator('details').filter({ has: page.locator('form[action$="tickets/excuse"]') });
  await excuse.locator('summary').click();
  await excuse.getByRole('button', { name: 'Excuse the breach' }).click();
  await expect(excuse.locator('.field-error')).toBeVisible();
  await excuse.getByLabel('Why', { exact: false }).fill('The power was out.');
  await excuse.getByRole('button', { name: 'Excuse the breach' }).click();
  await expect(page.getByText(/Excused by .* “The power was out\.”/)).toBeVisible();
  await expect(page.getByText('The breach is excused')).toBeVisible();

  const correct = page.locator('details').filter({ has: page.locator('input[name=form_key][value=moment]') });
  await correct.locator('summary').click();
  await correct.getByRole('button', { name: 'Show what changes' }).click();
  await expect(correct.locator('.field-error').first()).toBeVisible();
  // Ten minutes before it was written down to have been filed.
  const filed = await correct.getByLabel('Which event').locator('option').nth(1).textContent();
  const [, day, time] = filed!.match(/^(\d+ \w+ \d+) (\d\d:\d\d): Filed/)!;
  const before = new Date(new Date(`${day} ${time} UTC`).getTime() - 600_000);
  await correct.getByLabel('Which event').selectOption({ index: 1 });
  await correct.getByLabel('When it really happened').fill(before.toISOString().slice(0, 16));
  await correct.getByRole('button', { name: 'Show what changes' }).click();
  // Nothing is written yet; every clock that would change is named, and not only this one.
  const preview = page.getByRole('region', { name: 'What the correction changes' });
  await expect(preview.locator('tbody tr').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Before and after the correction' })).toHaveCount(0);
  await preview.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(preview.locator('.field-error')).toBeVisible();
  await preview.getByLabel('Why', { exact: false }).fill('It came by telephone before.');
  await axe(page);
  await shoot(page, 'promises-preview');
  await preview.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(page.getByText('Corrected: this is what changed')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Before and after the correction' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Before and after the correction' }).locator('.sla')).toHaveCount(2);
  await expect(page.getByText(/The correction of .* changed these clocks of the ticket: /)).toBeVisible();
  await axe(page);
  await shoot(page, 'promises-corrected');
});

test('a ticket becomes part of another one, once its doer is sure', async ({ page, axe, shoot }) => {
  await page.goto('/desk?view=all_open');
  const numbers = await page.locator('.queue-number').allInnerTexts();
  const [child, parent] = [numbers[0], numbers[1]];
  await page.goto(`/desk/${child}`);
  await page.locator('.pane-talk summary', { hasText: 'More actions' }).click();
  await page.getByRole('button', { name: 'Merge into another ticket' }).click();
  const dialog = page.getByRole('dialog', { name: `Merge ${child}` });
  await dialog.getByRole('button', { name: 'Merge into another ticket' }).click();
  await expect(dialog.locator('.field-error').first()).toBeVisible();
  await dialog.getByLabel('Into which ticket').fill(parent);
  await dialog.getByLabel('I know that this cannot be undone').check();
  await axe(page);
  await shoot(page, 'promises-merge');
  await dialog.getByRole('button', { name: 'Merge into another ticket' }).click();
  await expect(page.locator('.timeline').getByRole('link', { name: parent })).toBeVisible();
  await page.goto(`/desk/${parent}`);
  await expect(page.locator('.timeline').getByRole('link', { name: child })).toBeVisible();
});

test('the report counts what was kept and missed, and each number opens its tickets', async ({ page, axe, shoot }) => {
  await page.goto('/reports/sla?by=team');
  await expect(heading(page)).toHaveText('Promises kept');
  await axe(page);
  await shoot(page, 'promises-report');
  const cell = page.locator('tbody tr').first().getByRole('link', { name: /^Missed: / });
  const missed = Number((await cell.innerText()).replace(/,/g, ''));
  await cell.click();
  await expect(heading(page)).toHaveText('Promises that were missed');
  await expect(page.locator('.table tbody tr')).toHaveCount(missed);
  await axe(page);
  await shoot(page, 'promises-behind');

  // Over time it is a line, whose points lead to what was missed then.
  await page.goto('/reports/sla?by=month');
  const point = page.locator('.dot-at').first();
  await expect(point).toHaveAttribute('href', /metric=[\w%]+&came=missed&key=\d{4}/);
  expect(await page.locator('.chart .line').count()).toBeGreaterThan(5);
  await axe(page);
  await shoot(page, 'promises-over-time');

  await page.goto('/reports/breaches');
  await expect(heading(page)).toHaveText('Breach calendar');
  await axe(page);
  await shoot(page, 'promises-calendar');
  await page.getByRole('link', { name: 'The month before' }).click();
  await expect(page).toHaveURL(/month=/);
  const day = page.locator('.month-table a').first();
  if (await day.count()) {
    await day.click();
    await expect(heading(page)).toHaveText('Promises that were missed');
  }
});

test('whoever asks reads in plain words until when', async ({ page }) => {
  await page.context().clearCookies();
  await enter(page, 'hana');
  await page.goto('/requests');
  await expect(page.locator('.request-meta', { hasText: /(first answer|solution) by / }).first()).toBeVisible();
  await page.locator('article.request h3 a').first().click();
  await expect(page.getByText(/We promise to solve it by|You will have a first answer by|stands still|We promised/).first()).toBeVisible();
});

test('all of it exists in Chinese', async ({ page, axe, shoot }) => {
  await page.goto('/desk');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.goto('/desk?view=all_open');
  await shoot(page, 'promises-queue-zh');
  await page.locator('.queue-row a.sla').first().click();
  await expect(heading(page)).toHaveText('为什么是这个期限？');
  await axe(page);
  await shoot(page, 'promises-why-zh');
  await page.goto('/reports/sla?by=month');
  await expect(heading(page)).toHaveText('服务承诺报表');
  await shoot(page, 'promises-report-zh');
  for (const [place, name] of [['/reports/breaches', 'calendar'], ['/reports/sla/tickets?metric=resolution&came=missed', 'behind']]) {
    await page.goto(place);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\p{Script=Han}/u);
    await shoot(page, `promises-${name}-zh`);
  }
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
