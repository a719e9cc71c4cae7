// Server time of the pages that people wait for most, seen from a client on the same machine: the median of many loads, one after another.
//
//   node bench/pages.mjs http://127.0.0.1:3000 agent@example.org requester@example.org 'their password' [rounds]
//
// Prints one line of JSON for each page: its name and address, median, 90th and 99th percentile in milliseconds, and its size.
import http from "node:http";

const [base, agentEmail, requesterEmail, password, rounds = "200"] = process.argv.slice(2);
if (!password) {
  console.error("usage: node bench/pages.mjs BASE_URL AGENT_EMAIL REQUESTER_EMAIL PASSWORD [ROUNDS]");
  process.exit(2);
}
const connection = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Somebody in front of a browser that fetches pages and nothing else. */
class Visitor {
  cookie = "";

  request(path, { method = "GET", body, type = "application/x-www-form-urlencoded", accept = "text/html" } = {}) {
    const headers = { accept, cookie: this.cookie, origin: new URL(base).origin };
    if (body) Object.assign(headers, { "content-type": type, "content-length": Buffer.byteLength(body) });
    return new Promise((resolve, reject) => {
      const started = process.hrtime.bigint();
      const sent = http.request(new URL(path, base), { method, headers, agent: connection }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const millis = Number(process.hrtime.bigint() - started) / 1e6;
          const set = response.headers["set-cookie"];
          if (set) this.cookie = set.map((line) => line.split(";")[0]).join("; ");
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString(), millis });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  async page(path) {
    return expect(await this.request(path), 200, path);
  }

  async signIn(email) {
    const body = new URLSearchParams({ email, password }).toString();
    expect(await this.request("/api/session/sign-in", { method: "POST", accept: "application/json", body }), 200, `sign-in of ${email}`);
    return this;
  }

  /** Files a request; `round` makes it another one each time. */
  async file(service, round) {
    const boundary = "opsbeat-bench";
    const fields = {
      service,
      submission_key: `bench-${process.pid}-${round}`,
      title: `Measuring how long it takes to file, round ${round}`,
      description: "Nobody needs to answer. It has **two** sentences, as most have.",
    };
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const body = `${parts.join("")}--${boundary}--\r\n`;
    const type = `multipart/form-data; boundary=${boundary}`;
    return expect(await this.request("/api/tickets/submit", { method: "POST", accept: "application/json", body, type }), 200, "filing");
  }
}

function expect(answer, status, what) {
  if (answer.status === status) return answer;
  throw new Error(`${what}: status ${answer.status} instead of ${status}\n${answer.text.slice(0, 300)}`);
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
const round = (n) => Math.round(n * 100) / 100;

async function measure(name, address, act) {
  // The first loads warm what a running instance has warm.
  for (let i = 0; i < 10; i += 1) await act(`w${i}`);
  const times = [];
  let size = 0;
  for (let i = 0; i < Number(rounds); i += 1) {
    const answer = await act(`${i}`);
    times.push(answer.millis);
    size = answer.text.length;
  }
  times.sort((a, b) => a - b);
  const [median_ms, p90_ms, p99_ms] = [0.5, 0.9, 0.99].map((q) => round(quantile(times, q)));
  console.log(JSON.stringify({ name, address, n: times.length, median_ms, p90_ms, p99_ms, kilobytes: Math.round(size / 1024) }));
}

const agent = await new Visitor().signIn(agentEmail);
const requester = await new Visitor().signIn(requesterEmail);
const queue = "/desk?view=all_open";
const ticket = (await agent.page(queue)).text.match(/href="(\/desk\/(?:SR|INC)-\d+)/)?.[1];
const services = [...(await requester.page("/catalogue")).text.matchAll(/href="\/catalogue\/(\d+)/g)].map((found) => found[1]);
if (!ticket || services.length === 0) throw new Error("there is no open ticket, or no service to file for");
const [first, last] = [services[0], services.at(-1)];

await measure("portal home", "/", () => requester.page("/"));
await measure("queue, all open", queue, () => agent.page(queue));
await measure("queue, of a team", "/desk", () => agent.page("/desk"));
await measure("ticket", ticket, () => agent.page(ticket));
await measure("request form", `/catalogue/${first}`, () => requester.page(`/catalogue/${first}`));
await measure("search", "/desk?search=printer", () => agent.page("/desk?search=printer"));
await measure("filing", "/api/tickets/submit", (n) => requester.file(last, n));
connection.destroy();
