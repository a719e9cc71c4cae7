// A round of scores: planned, voted in, closed, read; and nobody's ballot is anybody's.
import { company, join, last, post, signIn, type Company, type Person } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ server }) => {
  works = await company(server);
});

/** So many minutes from now by the clocks of the company; before now when negative. */
const clock = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16).replace(' ', 'T');
const DAY = 24 * 60;

test('those who dealt with a team score it, and its scores are told when the round closes', async ({ page, another, server, axe, shoot }) => {
  test.setTimeout(180_000);
  // A business team of three, each of whom filed something with the service desk.
  const stamp = Date.now();
  const asAdmin = await works.as(works.admin);
  const team = last(await post(asAdmin, 'admin/create-team', { name: `Packing ${stamp}`, kind: 'business' }));
  const raters: Person[] = ['Ines', 'Bruno', 'Maja'].map((name) => ({ name: `${name} ${stamp}`, email: `${name}.${stamp}@example.test`.toLowerCase() }));
  for (const rater of raters) {
    await join(server, asAdmin, rater, team);
    const multipart = { service: works.service.id, submission_key: `scores-${rater.email}`, title: `Scanner of ${rater.name}`, description: 'It is silent.' };
    const filed = await (await works.as(rater)).post('/api/tickets/submit', { multipart, headers: { accept: 'application/json' } });
    expect(filed.ok()).toBe(true);
  }

  const name = `Round ${stamp}`;
  await signIn(page, works.admin);
  await page.goto('/scores');
  await axe(page);
  await page.getByRole('link', { name: 'Plan a round' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Plan a round' })).toBeVisible();
  await axe(page);
  await shoot(page, 'scores-plan');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await page.getByLabel('Owner', { exact: true }).selectOption({ label: works.admin.name });
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('First day of dealings').fill(clock(-30 * DAY).slice(0, 10));
  await page.getByLabel('Last day of dealings').fill(clock(DAY).slice(0, 10));
  await page.getByLabel('Opens').fill(clock(-60));
  await page.getByLabel('Closes').fill(clock(7 * DAY));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.locator('.page-title')).toContainText('Open');
  // Whoever else dealt with somebody on this server may vote, too, and does not.
  await expect(page.getByText(/^0 of \d+ ballots are in/)).toBeVisible();
  const round = new URL(page.url()).pathname.split('/').pop()!;
  await axe(page);
  await shoot(page, 'scores-open');
  await page.goto(`/scores/${round}/edit`);
  await expect(page.getByRole('heading', { level: 1, name: 'Hand it on' })).toBeVisible();
  await axe(page);

  const rater = await another();
  await signIn(rater, raters[0]);
  await rater.goto('/');
  await rater.getByRole('link', { name: 'Cast your ballots (0 of 1 done)' }).click();
  await expect(rater.getByRole('heading', { level: 1, name: 'How was it to work with Service Desk?' })).toBeVisible();
  await expect(rater.getByText('1 request that you filed with them')).toBeVisible();
  await axe(rater);
  await shoot(rater, 'scores-vote');
  await rater.getByRole('button', { name: 'Cast ballot' }).click();
  await expect(rater.getByText('Please fill this in.').first()).toBeVisible();
  const dimensions = rater.locator('.dimension');
  await expect(dimensions).toHaveCount(5);
  await dimensions.nth(0).getByLabel('5', { exact: true }).check();
  for (const place of [1, 2, 3, 4]) await dimensions.nth(place).getByLabel('9', { exact: true }).check();
  await rater.getByRole('button', { name: 'Cast ballot' }).click();
  // A low score asks why, and what was chosen stays.
  const comment = rater.getByLabel('What would have made it better?');
  await expect(comment).toHaveAttribute('aria-invalid', 'true');
  await expect(dimensions.nth(0).getByLabel('5', { exact: true })).toBeChecked();
  await axe(rater);
  await comment.fill('Nobody called back.');
  await rater.getByRole('button', { name: 'Cast ballot' }).click();
  await expect(rater.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(rater.locator('.banner[data-tone=ok]')).toContainText('All of your ballots are cast');

  const desk = new URL((await rater.getByRole('link', { name: 'Service Desk' }).getAttribute('href'))!, server.url).searchParams.get('team')!;
  const nines = Object.fromEntries([0, 1, 2, 3, 4].map((place) => [`score.${place}`, '9']));
  for (const other of raters.slice(1)) await post(await works.as(other), 'scores/cast', { round, team: desk, ...nines });

  await page.goto(`/scores/${round}`);
  await expect(page.getByText(/^3 of \d+ ballots are in/)).toBeVisible();
  await page.locator('summary', { hasText: 'Close it now' }).click();
  await page.getByRole('button', { name: 'Close the round' }).click();
  await expect(page.getByRole('heading', { name: 'Results' })).toBeVisible();
  await expect(page.getByText(/^3 of \d+ ballots were cast/)).toBeVisible();
  await expect(page.getByText('Reckoned again from the kept ballots: the same')).toBeVisible();
  await axe(page);
  await shoot(page, 'scores-closed');
  await page.getByRole('row', { name: /Service Desk/ }).getByRole('link', { name: 'Service Desk' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Service Desk' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Business teams/ }).first()).toContainText('8.73');
  await expect(page.getByText('Nobody called back.')).toBeVisible();
  await axe(page);
  await shoot(page, 'scores-team');

  // Whoever cast it finds nothing of it any more, and no other team's scores.
  const gone = await (await works.as(raters[0])).get(`/scores/${round}/vote`);
  expect(gone.status()).toBe(404);
  await rater.goto(`/scores/${round}`);
  await expect(rater.getByText('None of your teams was scored in this round.')).toBeVisible();
});
