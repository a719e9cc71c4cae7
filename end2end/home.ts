// Where a server lives: a copy of the binary alone in an empty folder, as on another machine, and a database of its own. It is SQLite,
// or a new database on the PostgreSQL server that OPSBEAT_E2E_DATABASE names (postgres://user@host:port/postgres).
import { execFile } from 'node:child_process';
import { constants, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Home {
  folder: string;
  /** The binary, in the folder. */
  binary: string;
  /** The flags that name the database and the folder for files. */
  where: string[];
  /** What the binary is started with; settings of whoever runs the tests are not among it. */
  env: Record<string, string | undefined>;
  /** Removes all of it; nobody may use it any more. */
  leave(): Promise<void>;
}

let databases = 0;

/** `sqlite` is for what only a file can do. */
export async function home(sqlite = false): Promise<Home> {
  const built = process.env.OPSBEAT_BIN;
  if (!built) throw new Error('OPSBEAT_BIN must name the binary; `cargo xtask test --only end2end` does');
  const folder = await mkdtemp(join(tmpdir(), 'opsbeat-end2end-'));
  const binary = join(folder, 'opsbeat');
  await copyFile(built, binary, constants.COPYFILE_FICLONE);
  const postgres = sqlite ? undefined : process.env.OPSBEAT_E2E_DATABASE;
  const database = postgres ? await onPostgres(postgres) : { url: `sqlite://${join(folder, 'opsbeat.db')}`, drop: async () => {} };
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPSBEAT_')));
  const leave = async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, binary, where: ['--database', database.url, '--files', join(folder, 'files')], env, leave };
}

async function onPostgres(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `opsbeat_e2e_${process.pid}_${(databases += 1)}`;
  const run = async (sql: string) => {
    await promisify(execFile)('psql', ['--no-psqlrc', '--quiet', '--dbname', server, '--command', sql]);
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
