// One running Opsbeat over a new, empty database.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { home } from './home';

export interface Server {
  /** Without a slash at its end. */
  url: string;
  /** The one-time link that creates the administrator: the first test that uses it up has it. */
  setUpLink: string;
  /** The folder with the binary, the attachments, and the database where it is SQLite. */
  folder: string;
  stop(): Promise<void>;
}

/** `settings` are further flags, such as `--smtp`; `sqlite` as in `home`. */
export async function startServer(log: string, settings: string[] = [], sqlite = false): Promise<Server> {
  const { folder, binary, where, env, leave } = await home(sqlite);
  await mkdir(dirname(log), { recursive: true });
  const args = ['serve', '--listen', '127.0.0.1:0', ...where, ...settings];
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
      await leave();
      if (how !== 0) throw new Error(`the server did not stop cleanly (${how}); its log is ${log}`);
    },
  };
}
