// Promises: calendars, policies, a trial and a file, by whoever may manage service levels and nothing else.
import { company, officeHours, post, signIn, type Company } from '../company';
import { expect, test } from '../fixtures';

let works: Company;

// What is refused is said at its field, and by the browser in its console.
test.use({ expectedComplaints: [/status of (404|409|422)/] });

test.beforeEach(async ({ page, server }) => {
  works = await company(server);
  await signIn(page, works.admin);
});

const unique = (what: string) => `${what} ${Date.now()}`;

/** A new calendar of office hours. */
const calendar = async (name: string) => officeHours(await works.as(works.admin), name);

test('a calendar is made from office hours, changed and told in words', async ({ page, axe, shoot }) => {
  const name = unique('Office');
  await page.goto('/admin/calendars/new');
  await expect(page.getByRole('heading', { level: 1, name: 'New calendar' })).toBeVisible();
  await expect(page.getByLabel('Monday, hours 1, from')).toHaveValue('09:00');
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Monday, hours 1, until').fill('noon');
  await page.getByLabel('Time zone').fill('Europe/Nowhere');
  await page.getByRole('button', { name: 'Create the calendar' }).click();
  await expect(page.getByText('Enter a time of day from 00:00 to 24:00').first()).toBeVisible();
  await expect(page.getByText('Choose a time zone of the list.').first()).toBeVisible();
  await axe(page);
  await page.getByLabel('Monday, hours 1, until').fill('12:00');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByRole('button', { name: 'Add hours on Monday' }).click();
  await page.getByLabel('Monday, hours 2, from').fill('13:00');
  await page.getByLabel('Monday, hours 2, until').fill('17:30');
  await page.locator('summary', { hasText: 'Copy the hours of Monday' }).click();
  await page.locator('.menu[open]').getByRole('button', { name: 'Monday to Friday' }).click();
  await expect(page.getByLabel('Friday, hours 2, until')).toHaveValue('17:30');
  await page.getByRole('button', { name: 'Add a holiday' }).click();
  await page.getByLabel('Date, row 1').first().fill('2030-12-25');
  await page.getByLabel('Last day, of several, row 1').first().fill('2030-12-26');
  await page.getByLabel('Name, row 1').first().fill('Christmas Day');
  await page.getByRole('button', { name: 'Create the calendar' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-calendar');
  await page.getByLabel('Name, row 1').first().fill('Christmas');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2')).toBeVisible();
  await expect(page.locator('.differences ins', { hasText: 'Christmas' }).first()).toBeVisible();
  await expect(page.getByLabel('Date, row 2').first()).toHaveValue('2030-12-26');
  await page.locator('summary', { hasText: 'What going back to version 1 would change' }).click();
  await expect(page.locator('.as-table[open] .differences ins')).toHaveText('Christmas Day');
  await axe(page);
  await shoot(page, 'admin-calendar-versions');
  await page.getByRole('button', { name: 'Go back to version 1' }).click();
  await expect(page.getByText('The form says what version 1 said')).toBeVisible();
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await expect(page.getByLabel('Name, row 1').first()).toHaveValue('Christmas Day');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 3')).toBeVisible();
  await page.goto('/admin/calendars');
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('Mon to Fri 09:00-12:00, 13:00-17:30');
  await axe(page);
  await shoot(page, 'admin-calendars');
});

test('holidays come from a file after a look at them', async ({ page, axe, shoot }) => {
  const id = await calendar(unique('Holidays'));
  await page.goto(`/admin/calendars/${id}`);
  await page.getByRole('button', { name: 'Holidays from a file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Holidays from a file' })).toBeVisible();
  const day = (date: string, name: string) => `BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${date}\r\nSUMMARY:${name}\r\nEND:VEVENT\r\n`;
  const meeting = 'BEGIN:VEVENT\r\nDTSTART:20301224T140000Z\r\nSUMMARY:Party\r\nEND:VEVENT\r\n';
  const ics = `BEGIN:VCALENDAR\r\n${day('20301225', 'Christmas Day')}${day('20301226', 'Boxing Day')}${meeting}END:VCALENDAR\r\n`;
  await page.getByLabel('From the year').fill('2030');
  await page.getByLabel('To the year').fill('2031');
  await page.locator('input[type=file]').setInputFiles({ name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) });
  await page.getByRole('button', { name: 'Look into it' }).click();
  await expect(page.getByText('2 new, 0 there already, 1 not taken.')).toBeVisible();
  await expect(page.getByText('It begins or ends during a day.')).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-holiday-file');
  await page.getByLabel('Take 2030-12-26 Boxing Day').uncheck();
  await page.getByRole('button', { name: 'Take what is ticked' }).click();
  await expect(page.getByText('1 holiday was taken from the file')).toBeVisible();
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2')).toBeVisible();
});

test('two people who change a calendar at once are told of each other', async ({ page, axe }) => {
  const id = await calendar(unique('Shared'));
  await page.goto(`/admin/calendars/${id}`);
  await page.getByLabel('Monday, hours 1, until').fill('18:00');
  const asAdmin = await works.as(works.admin);
  await page.getByRole('button', { name: 'Keep for later' }).click();
  await expect(page.getByText('Not saved yet')).toBeVisible();
  const theirs = { name: 'Shared by both', zone: 'UTC', 'week.sun.0.from': '10:00', 'week.sun.0.until': '12:00' };
  const mine = { ...theirs, id, step: 'save', based_on: '1', began_with: '1' };
  await post(asAdmin, 'admin/edit-calendar', mine);
  // The same person's draft went with that save; what stands in this form is still of the first version.
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('saved this calendar while you were editing')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What they changed' })).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Take theirs, discard mine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Shared by both' })).toBeVisible();
});

test('a policy is a table of rules, and rules that tie are refused with both named', async ({ page, axe, shoot }) => {
  await calendar(unique('For policies'));
  const name = unique('Standard');
  await page.goto('/admin/policies/new?promise=supplier');
  await expect(page.getByRole('heading', { level: 1, name: 'New policy for suppliers' })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Rule 1, Stay with a supplier').fill('5d');
  await page.getByLabel('Rule 1, Priority').selectOption('high');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Rule 2, Kind').selectOption('incident');
  await page.getByLabel('Rule 2, Stay with a supplier').fill('soon');
  await page.getByRole('button', { name: 'Create the policy' }).click();
  await expect(page.getByText('Enter a length of time, such as 2d 4h 30m.').first()).toBeVisible();
  await page.getByLabel('Rule 2, Stay with a supplier').fill('1d');
  await page.getByRole('button', { name: 'Create the policy' }).click();
  await expect(page.getByText('Some tickets match this rule and rule 1 equally well.').first()).toBeVisible();
  await expect(page.locator('.rule-fault').getByRole('link', { name: 'Rule 1' })).toHaveAttribute('href', '#rule-1');
  await axe(page);
  await shoot(page, 'admin-policy-tie');
  await page.getByLabel('Rule 2, Priority').selectOption('high');
  await page.locator('.try-out').getByLabel('Kind').selectOption('incident');
  await page.locator('.try-out').getByLabel('Priority').selectOption('high');
  await page.getByRole('button', { name: 'Find the rule' }).click();
  await expect(page.locator('.try-answer')).toContainText('Rule 2');
  await page.getByRole('button', { name: 'Create the policy' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByLabel('Rule 1, Stay with a supplier').fill('4d');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2')).toBeVisible();
  await expect(page.locator('.differences').first()).toContainText('4d');
  await axe(page);
  await shoot(page, 'admin-policy');
  await page.locator('summary', { hasText: 'What going back to version 1 would change' }).click();
  await page.getByRole('button', { name: 'Go back to version 1' }).click();
  await expect(page.getByText('The form says what version 1 said')).toBeVisible();
  await expect(page.getByLabel('Rule 1, Stay with a supplier')).toHaveValue('5d');
  await page.getByRole('button', { name: 'Discard my changes' }).click();
  await expect(page.getByLabel('Rule 1, Stay with a supplier')).toHaveValue('4d');
  await page.locator('summary', { hasText: 'End this policy' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();
  await expect(page.getByText('It promises nothing new any more.')).toBeVisible();
});

test('a policy is tried on the past, and open tickets are put under it', async ({ page, axe, shoot }) => {
  const asAdmin = await works.as(works.admin);
  const reckoned = await calendar(unique('Round the clock'));
  const fields = { name: unique('Tried'), calendar: reckoned, day: '8h', reopen_new_cycle_after_days: '7' };
  const rule = { 'rules.0.scope.kind': 'incident', 'rules.0.scope.service': works.service.id, 'rules.0.targets.resolution': '3d' };
  const made = await post(asAdmin, 'admin/edit-policy', { id: '0', promise: 'sla', step: 'save', ...fields, ...rule });
  const id = made.match(/policies\/(\d+)/)![1];
  await works.file(unique('Promised'));
  await page.goto(`/admin/policies/${id}`);
  await page.getByLabel('Rule 1, Resolution').fill('1d');
  await page.getByRole('button', { name: 'Try it on last month' }).click();
  await expect(page.getByRole('heading', { name: /^Tried on/ })).toBeVisible();
  await expect(page.getByText('Nothing was written.').first()).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-promises');
  await page.goto(`/admin/policies/${id}`);
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Version 2')).toBeVisible();
  await page.getByRole('link', { name: 'Put open tickets under what is in force now' }).click();
  await expect(page.getByText(/1 would move earlier and 0 later/)).toBeVisible();
  await axe(page);
  await shoot(page, 'admin-rebase');
  await page.goto(`/admin/policies/${id}/rebase?team=999999`);
  await expect(page.getByText('Nothing to change')).toBeVisible();
  await page.getByLabel('Team').selectOption('');
  await page.getByLabel('Service').selectOption(String(works.service.id));
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText(/1 would move earlier and 0 later/)).toBeVisible();
  await page.getByLabel('Reason').fill('New contract');
  await page.getByRole('button', { name: 'Put 1 ticket under what is in force now' }).click();
  await expect(page.getByText('1 ticket is under what is in force now')).toBeVisible();
  await post(asAdmin, 'admin/archive-policy', { id });
});

test('a file is looked at, told what is wrong by line, and taken', async ({ page, axe, shoot }) => {
  const name = unique('Filed');
  await page.goto('/admin/promises');
  const text = page.getByLabel('Or its text');
  await text.fill(`[[calendar]]\nname = "${name}"\nzone = "Europe/Nowhere"\n[calendar.week]\nmon = [["09:00", "17:00"]]\n`);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByRole('heading', { name: 'The file cannot be taken yet' })).toBeVisible();
  await expect(page.getByRole('row', { name: /calendar\.0\.zone/ })).toContainText('3');
  await axe(page);
  await shoot(page, 'admin-promises-wrong');
  await text.fill(`[[calendar]]\nname = "${name}"\nzone = "Europe/Berlin"\n[calendar.week]\nmon = [["09:00", "17:00"]]\n`);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText(`New calendars: ${name}`)).toBeVisible();
  await page.getByRole('button', { name: 'Take it' }).click();
  await expect(page.getByText('The file was taken')).toBeVisible();
  const file = await page.request.get('/admin/promises.toml');
  expect(await file.text()).toContain(name);
});

test('whoever may manage service levels and nothing else finds just these pages', async ({ page, context }) => {
  const asAdmin = await works.as(works.admin);
  const made = await post(asAdmin, 'admin/create-role', { name: unique('Keeper of hours'), 'permissions[0]': 'manage_sla' });
  const role = made.match(/roles\/(\d+)/)![1];
  const people = await (await asAdmin.get('/api/admin/people?words=hana&state=&after=')).json();
  const hana = people.rows[0].person.id;
  await post(asAdmin, 'admin/grant-role', { role, user: String(hana) });
  await context.clearCookies();
  await signIn(page, works.requester);
  await page.goto('/admin');
  const places = page.locator('.subnav a');
  await expect(places).toHaveText(['Policies', 'Calendars', 'Try and import']);
  for (const place of ['/admin/policies', '/admin/calendars', '/admin/calendars/new', '/admin/promises']) {
    await page.goto(place);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  expect((await page.request.get('/admin/people')).status()).toBe(404);
  await post(asAdmin, 'admin/revoke-role', { role, user: String(hana) });
  expect((await page.request.get('/admin/calendars')).status()).toBe(404);
});

test('the pages of promises stand in both languages', async ({ page, axe, shoot }) => {
  test.setTimeout(120_000);
  const id = await calendar(unique('Both'));
  await page.goto('/admin/calendars');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '日历' })).toBeVisible();
  for (const place of ['calendars', `calendars/${id}`, `calendars/${id}/holidays`, 'policies', 'policies/new?promise=sla', 'promises']) {
    await page.goto(`/admin/${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await axe(page);
    await shoot(page, `admin-zh-${place.split('?')[0].replace(id, 'one').replaceAll('/', '-')}`);
  }
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Try and import' })).toBeVisible();
});
