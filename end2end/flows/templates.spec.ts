// Reply templates: kept under the administration, put into an answer from the composer.
import { company, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of 422/] });

test.beforeEach(async ({ server }) => {
  works = await company(server);
});

test('a template is written, changed and deleted', async ({ page, axe, shoot }) => {
  await signIn(page, works.admin);
  await page.goto('/admin/templates');
  await expect(page.getByRole('heading', { level: 1, name: 'Reply templates' })).toBeVisible();
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByRole('button', { name: 'Create the template' }).click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  await axe(page);
  const name = `Ordered ${Date.now()}`;
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('For', { exact: true }).selectOption({ label: 'Service Desk' });
  await page.getByLabel('Text').fill('Hello {requester}, it is ordered.');
  await page.getByRole('button', { name: 'Create the template' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-templates');
  await page.getByRole('link', { name }).click();
  await page.getByLabel('Name').fill(`${name} again`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: `${name} again` }).click();
  await page.locator('summary', { hasText: 'Delete this template' }).click();
  await expect(page.getByRole('button', { name: 'Yes, do it' })).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-template');
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByRole('link', { name: `${name} again` })).toHaveCount(0);
});

test('a template goes into the answer behind what was written', async ({ page, axe, shoot, javaScriptEnabled }) => {
  const stamp = Date.now();
  const asAdmin = await works.as(works.admin);
  for (const name of [`Ask for a picture ${stamp}`, `Thanks ${stamp}`]) {
    await post(asAdmin, 'admin/create-template', { team: '', name, text: `${name}: {requester}, {number}. {agent}` });
  }
  const number = await works.file(`Templated ${stamp}`);
  await signIn(page, works.agents[0]);
  await page.goto(`/desk/${number}`);
  const paper = page.getByLabel('Text', { exact: true });
  await paper.fill('Good morning.');
  if (javaScriptEnabled) {
    await paper.blur();
    await page.keyboard.press('i');
    const search = page.getByPlaceholder('Find a template');
    await expect(search).toBeFocused();
    await search.fill(`thanks ${stamp}`);
    await expect(page.locator('.template-list button')).toHaveCount(1);
    await axe(page);
    await shoot(page, 'template-menu');
    await search.press('Enter');
  } else {
    await page.getByLabel('Reply templates').selectOption({ label: `Thanks ${stamp}` });
    await axe(page);
    await page.getByRole('button', { name: 'Insert' }).click();
  }
  await expect(paper).toHaveValue(new RegExp(`^Good morning\\.\\s*Thanks ${stamp}: ${works.requester.name}, ${number}\\. ${works.agents[0].name}$`));
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect(page.locator('.entry[data-kind=public]')).toContainText(`Thanks ${stamp}`);
});
