// One running Opsbeat over a new, empty database.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Server {
  /** Without a slash at its end. */
  url: string;
  /** The one-time link that creates the administrator: the first test that uses it up has it. */
  setUpLink: string;
  /** The folder with the database and the attachments. */
  folder: string;
  stop(): Promise<void>;
}

/** `settings` are further flags, such as `--smtp`. */
export async function startServer(log: string, settings: string[] = []): Promise<Server> {
  const binary = process.env.OPSBEAT_BIN;
  if (!binary) throw new Error('OPSBEAT_BIN must name the binary; `cargo xtask test --only end2end` does');
  const folder = await mkdtemp(join(tmpdir(), 'opsbeat-end2end-'));
  await mkdir(dirname(log), { recursive: true });
  // Settings of whoever runs the tests are not ours.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPSBEAT_')));
  const database = `sqlite://${join(folder, 'opsbeat.db')}`;
  const args = ['serve', '--listen', '127.0.0.1:0', '--database', database, '--files', join(folder, 'files'), ...settings];
  const child = spawn(binary, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });

  const printed = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const link = line.match(/http:\/\/127\.0\.0\.1:\d+\/set-up\/\S+/);
      if (link) resolve(link[0]);
    });
  });
  const setUpLink = await Promise.race([
    printed,
    ended.then((how) => {
      throw new Error(`the server ended (${how}) before it printed its set-up link; its log is ${log}`);
    }),
  ]);
  const url = new URL(setUpLink).origin;
  const ready = await fetch(`${url}/readyz`);
  if (!ready.ok) throw new Error(`/readyz answered ${ready.status}; the server's log is ${log}`);

  return {
    url,
    setUpLink,
    folder,
    async stop() {
      child.kill('SIGTERM');
      const how = await ended;
      file.end();
      await rm(folder, { recursive: true, force: true });
      if (how !== 0) throw new Error(`the server did not stop cleanly (${how}); its log is ${log}`);
    },
  };
}
