import { chromium } from 'playwright-core';
const [,, what, email, ...pages] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic'] });
const base = 'http://127.0.0.1:3917';
const ctx = await b.newContext({ baseURL: base, reducedMotion: 'reduce', javaScriptEnabled: false });
const p = await ctx.newPage();
await p.goto('/sign-in'); 
await p.locator('input[type=email]').fill(email); await p.locator('input[type=password]').fill('lorry walnut twelve sunday');
await p.locator('main button[type=submit]').first().click(); await p.waitForURL(u => !u.pathname.startsWith('/sign-in'));
if (process.env.ZH) { await p.goto('/faults'); await p.getByRole('button', { name: '中文' }).click(); await p.waitForLoadState(); }
for (const spec of pages) {
  const [name, path, w, scheme, open] = spec.split('|');
  await p.setViewportSize({ width: +w, height: +w < 500 ? 844 : 900 });
  await p.emulateMedia({ colorScheme: scheme });
  await p.goto(path);
  if (open) for (const el of await p.locator(open).all()) await el.evaluate(e => e.open = true).catch(()=>{});
  const over = await p.evaluate(() => document.documentElement.scrollWidth);
  await p.screenshot({ path: `/tmp/hdemo/${name}.png`, fullPage: true });
  console.log(name, over);
}
await b.close();
