// Which pages axe has looked at, with JavaScript and without. Of all tests together every page of the application must be among them:
// `pages.txt` lists those, and a test of the server holds that list against the routes.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const VISITED = here('test-results/visited.txt');

export function visited(project: string, address: string): void {
  mkdirSync(dirname(VISITED), { recursive: true });
  appendFileSync(VISITED, `${project} ${new URL(address).pathname}\n`);
}

const lines = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

/** The page that an address is one of: of several the one that leaves the least open, as `/desk/new` is not a number. */
function pageOf(path: string, pages: string[]): string | undefined {
  const open = (page: string) => page.split('{').length;
  const matches = (page: string) => new RegExp(`^${page.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  return pages.filter(matches).sort((one, other) => open(one) - open(other))[0];
}

const kinds = new Map<string, Set<string>>();

/** Whether HTML of a page has an element of a kind that this worker has not seen on that page: of another name, class, or set of attributes. */
export function holdsNews(address: string, html: string): boolean {
  const page = pageOf(new URL(address).pathname, lines(here('pages.txt'))) ?? address;
  const seen = kinds.get(page) ?? new Set<string>();
  kinds.set(page, seen);
  const before = seen.size;
  for (const [, name, attributes] of html.matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>"']+(?:="[^"]*")?)*)\s*\/?>/g)) {
    const names = [...attributes.matchAll(/([^\s=>"']+)(?:="([^"]*)")?/g)].map(([, key, value]) =>
      ['class', 'role', 'type', 'aria-invalid', 'data-tone'].includes(key) ? `${key}=${value}` : key,
    );
    seen.add(`${name} ${names.sort().join(' ')}`);
  }
  return seen.size > before;
}

/** At the end of all tests; of some alone (OPSBEAT_E2E_ALL is not set) nothing is asked. */
export default function complete(): void {
  if (!process.env.OPSBEAT_E2E_ALL) return;
  const pages = lines(here('pages.txt'));
  const seen = new Set(
    lines(VISITED).map((line) => {
      const [project, path] = line.split(' ', 2);
      return `${project} ${pageOf(path, pages)}`;
    }),
  );
  const missing = ['js', 'nojs'].flatMap((project) => pages.map((page) => `${project} ${page}`)).filter((page) => !seen.has(page));
  if (missing.length > 0) throw new Error(`axe has not looked at these pages in any test: ${missing.join(', ')}`);
}
