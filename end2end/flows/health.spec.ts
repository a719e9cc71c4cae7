import { expect, test } from '../fixtures';

test('a running server says that it is alive', async ({ request }) => {
  const answer = await request.get('/healthz');
  expect(answer.status()).toBe(200);
});

test('an instance without accounts prints the link that creates the administrator', async ({ server }) => {
  expect(server.setUpLink).toContain(`${server.url}/set-up/`);
});
