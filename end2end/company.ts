// A small company, made once for each server through the same addresses that the pages use: a service team with two agents, a
// service, and somebody who asks.
import { expect, request, type APIRequestContext, type Page } from '@playwright/test';
import type { Server } from './server';

export interface Person {
  name: string;
  email: string;
}

export interface Company {
  admin: Person;
  /** Two agents of the same team. */
  agents: [Person, Person];
  requester: Person;
  service: { id: string; name: string };
  /** Files a request and gives its number. */
  file(title: string): Promise<string>;
  /** Acts as somebody, beside the browser. */
  as(person: Person): Promise<APIRequestContext>;
}

const PASSWORD = 'quiet-lantern-harbour-plum';
const admin = { name: 'Ada Admin', email: 'ada@example.test' };
const agents: [Person, Person] = [
  { name: 'Jonas Weber', email: 'jonas@example.test' },
  { name: 'Wei Zhang', email: 'wei@example.test' },
];
const requester = { name: 'Hana Novak', email: 'hana@example.test' };

const made = new Map<string, Promise<Company>>();

/** The company on this server. */
export function company(server: Server): Promise<Company> {
  let one = made.get(server.url);
  if (!one) made.set(server.url, (one = make(server)));
  return one;
}

/** Offers a new service with a form that asks nothing more than everybody is asked. */
export async function offer(asAdmin: APIRequestContext, service: string): Promise<void> {
  await post(asAdmin, 'admin/edit-form', { service, based_on: '0', step: 'publish' });
  await post(asAdmin, 'admin/offer-service', { id: service });
}

/** Signs somebody in through the page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** What takes its time on the server appears; without a script, whoever waits looks again. */
export async function comes(page: Page, text: string | RegExp, timeout: number): Promise<void> {
  const again = page.getByRole('link', { name: 'Look again' });
  await expect(async () => {
    if (await again.isVisible()) await again.click();
    await expect(page.getByText(text)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout });
}

async function make(server: Server): Promise<Company> {
  const asAdmin = await request.newContext({ baseURL: server.url });
  const token = server.setUpLink.split('/').pop()!;
  await post(asAdmin, 'session/set-up', { token, organisation: 'Example Works', ...admin, password: PASSWORD, time_zone: 'Europe/Berlin' });
  const team = last(await post(asAdmin, 'admin/create-team', { name: 'Service Desk', kind: 'service' }));
  for (const agent of agents) await join(server, asAdmin, agent, team);
  await join(server, asAdmin, requester, '');
  const name = 'Warehouse devices';
  const fields = { name_en: name, name_zh: '仓库设备', description_en: 'Scanners and printers', description_zh: '扫描枪和打印机' };
  const kind = { team, kind: 'incident', impact: 'medium', urgency: 'medium', icon: 'scan', offered: 'all' };
  const made = await post(asAdmin, 'admin/create-service', { ...fields, ...kind });
  const id = made.match(/services\/(\d+)/)![1];
  await offer(asAdmin, id);
  const service = { id, name };

  const signedIn = new Map<string, Promise<APIRequestContext>>();
  const as = (person: Person) => {
    let context = signedIn.get(person.email);
    if (!context) signedIn.set(person.email, (context = enter(server, person)));
    return context;
  };
  let filed = 0;
  const file = async (title: string) => {
    const asking = await as(requester);
    const multipart = { service: service.id, submission_key: `test-${(filed += 1)}`, title, description: 'Since the shift change.' };
    const answer = await asking.post('/api/tickets/submit', { multipart, headers: { accept: 'application/json' } });
    if (!answer.ok()) throw new Error(`filing answered ${answer.status()}: ${await answer.text()}`);
    return answer.headers().location.match(/(SR|INC)-\d+/)![0];
  };
  return { admin, agents, requester, service, file, as };
}

export async function join(server: Server, asAdmin: APIRequestContext, person: Person, team: string): Promise<void> {
  const place = await post(asAdmin, 'admin/invite', { ...person, team });
  const html = await (await asAdmin.get(place)).text();
  const token = html.match(/\/welcome\/([\w-]+)/)![1];
  const fresh = await request.newContext({ baseURL: server.url });
  await post(fresh, 'session/choose-password', { token, password: PASSWORD });
  await fresh.dispose();
}

async function enter(server: Server, person: Person): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: server.url });
  await post(context, 'session/sign-in', { email: person.email, password: PASSWORD });
  return context;
}

/** Sends a form as our own code does, and gives the address to go on to. */
export async function post(context: APIRequestContext, to: string, form: Record<string, string>): Promise<string> {
  const answer = await context.post(`/api/${to}`, { form, headers: { accept: 'application/json' } });
  if (!answer.ok()) throw new Error(`${to} answered ${answer.status()}: ${await answer.text()}`);
  return answer.headers().location ?? '';
}

/** A new calendar from nine to five, made beside the browser; gives its number. */
export async function officeHours(asAdmin: APIRequestContext, name: string): Promise<string> {
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].flatMap((day) => [[`week.${day}.0.from`, '09:00'], [`week.${day}.0.until`, '17:00']]));
  const made = await post(asAdmin, 'admin/edit-calendar', { id: '0', step: 'save', name, zone: 'Europe/Berlin', ...week });
  return made.match(/calendars\/(\d+)/)![1];
}

/** What an address ends with. */
export function last(address: string): string {
  return new URL(address, 'http://localhost').pathname.split('/').pop()!;
}
