// A server over the demo company, with a mail server that keeps what it is given.
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server as NetServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { test as base } from './fixtures';
import { home } from './home';
import type { Server } from './server';

export { expect } from './fixtures';

/** Everybody's of the demo company. */
export const PASSWORD = 'lorry walnut twelve sunday';

interface Company extends Server {
  /** Every mail that left, as it was sent. */
  mails: string[];
}

export const test = base.extend<{}, { server: Company }>({
  server: [
    async ({}, use, worker) => {
      const log = fileURLToPath(new URL(`test-results/demo-${worker.project.name}-${worker.workerIndex}.log`, import.meta.url));
      const server = await startCompany(log);
      await use(server);
      await server.stop();
    },
    // Making the company takes a while.
    { scope: 'worker', timeout: 180_000 },
  ],
});

async function startCompany(log: string): Promise<Company> {
  const { folder, binary, where, env, leave } = await home();
  await mkdir(dirname(log), { recursive: true });
  await promisify(execFile)(binary, ['demo', ...where, '--tickets', '400', '--password', PASSWORD], { cwd: folder, env });

  const mails: string[] = [];
  const post = await listen(mailServer(mails));
  const { port } = post.address() as { port: number };
  const args = ['serve', ...where, '--listen', '127.0.0.1:0', '--smtp', `smtp://127.0.0.1:${port}?tls=none`];
  const child = spawn(binary, args, { cwd: folder, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const serving = new Promise<string>((resolve) => {
    let printed = '';
    const read = (part: Buffer) => {
      printed += part.toString();
      const address = printed.match(/serving[^\n]*?(127\.0\.0\.1:\d+)/);
      if (address) resolve(`http://${address[1]}`);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const url = await Promise.race([
    serving,
    ended.then((how) => {
      throw new Error(`the server ended (${how}) before it served; its log is ${log}`);
    }),
  ]);
  return {
    url,
    setUpLink: '',
    folder,
    mails,
    async stop() {
      child.kill('SIGTERM');
      const how = await ended;
      file.end();
      post.close();
      await leave();
      if (how !== 0) throw new Error(`the server did not stop cleanly (${how}); its log is ${log}`);
    },
  };
}

/** As much of SMTP (RFC 5321) as a sender needs. */
function mailServer(mails: string[]): NetServer {
  return createServer((socket) => {
    let waiting = '';
    let body: string[] | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part) => {
      waiting += part.toString();
      const lines = waiting.split('\r\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) {
        if (body && line === '.') {
          mails.push(readable(body.join('\r\n')));
          body = null;
          say('250 kept');
        } else if (body) {
          body.push(line.startsWith('..') ? line.slice(1) : line);
        } else if (/^data/i.test(line)) {
          body = [];
          say('354 go on');
        } else if (/^quit/i.test(line)) {
          say('221 bye');
          socket.end();
        } else {
          say('250 fine');
        }
      }
    });
    say('220 here');
  });
}

/** Soft line ends and escapes of quoted-printable (RFC 2045) undone, so that links can be read. */
function readable(mail: string): string {
  return mail.replace(/=\r\n/g, '').replace(/=3D/g, '=');
}

function listen(server: NetServer): Promise<NetServer> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** Signs in on the page, as a person would. */
export async function signIn(page: Page, mailbox: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill(`${mailbox}@kestrel.example`);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('form:has(input[name=password]) button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
