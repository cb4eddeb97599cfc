import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import type { PreparedCallback } from "../../src/simulator/wecom-callback.ts";
import { encrypted, posted } from "../platform/wecom/encrypted.ts";
import { aService, type RunningService } from "../support/a-service.ts";

function reports({ services }: RunningService): number[] {
  const rows = services.db.$client.prepare("select total from reports where round_id is not null order by id").all();
  return (rows as { total: number }[]).map(({ total }) => total);
}

test("the address is verified with the bare echo", async () => {
  const { workspace, url } = await aService();
  workspace.connectCallback(`${url}/wecom/callback`);

  expect(await workspace.verifyUrl()).toMatchObject({ ok: true, status: 200 });
});

test("a verification that does not hold gets 401 and nothing of what was sent", async () => {
  const { url } = await aService();
  const query = "msg_signature=0&timestamp=1&nonce=1&echostr=secret";

  for (const path of [`/wecom/callback?${query}`, "/wecom/callback"]) {
    const response = await fetch(url + path);

    expect(response.status).toBe(401);
    expect(await response.text()).toBe("");
  }
});

test("a message is answered within the request, and the workspace accepts the answer", async () => {
  const service = await aService();

  const answer = await service.post(service.workspace.prepare("li", "总积分 12345"));

  expect(answer).toMatchObject({ status: 200, reply: expect.stringContaining("已记录：成长总积分 12345 分") });
  expect(reports(service)).toEqual([12_345]);
  expect(service.workspace.record.violations).toEqual([]);
});

test("where there is nothing to say the answer is 200 with an empty body", async () => {
  const service = await aService();
  const { workspace } = service;

  for (const prepared of [workspace.prepareEvent("li", "unsubscribe"), viewEvent(service)]) {
    const response = await fetch(prepared.url, { method: "POST", body: prepared.body });

    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe("0");
    expect(await response.text()).toBe("");
  }
});

test.each([
  [
    "a signature that does not match",
    (callback: PreparedCallback) => ({ url: callback.url.replace(/nonce=\d/, "nonce=x") }),
    401,
  ],
  ["no signature", (callback: PreparedCallback) => ({ url: callback.url.split("?")[0]! }), 401],
  ["a parameter twice", (callback: PreparedCallback) => ({ url: `${callback.url}&nonce=1` }), 401],
  ["a body that is no XML", () => ({ body: "hello" }), 400],
  ["an empty body", () => ({ body: "" }), 400],
  ["an envelope cut off", (callback: PreparedCallback) => ({ body: callback.body.slice(0, -7) }), 400],
] as const)("%s is refused, and no report comes of it", async (_what, change, status) => {
  const service = await aService();
  const prepared = service.workspace.prepare("li", "12345");

  const answer = await service.post({ ...prepared, ...change(prepared) });

  expect(answer).toMatchObject({ status, body: "" });
  expect(reports(service)).toEqual([]);
  expect(service.log.join("")).not.toContain("12345");
});

test("an old callback, played again the next day, is refused", async () => {
  const service = await aService();
  const prepared = service.workspace.prepare("li", "12345");
  service.clock.pass(86_400_000);

  expect(await service.post(prepared)).toMatchObject({ status: 401 });
});

test.each([70_000, 2_000_000])("a body of %d bytes gets 413, announced or not", async (bytes) => {
  const service = await aService();
  const { url } = service.workspace.prepare("li", "12345");
  const body = Buffer.alloc(bytes, "x");

  expect(await statusOf(url, body, { "content-length": String(bytes) })).toBe(413);
  expect(await statusOf(url, body, { "transfer-encoding": "chunked" })).toBe(413);
  expect((await service.post(service.workspace.prepare("li", "12345"))).status).toBe(200);
});

test("a length that is only announced gets 413 before a byte is sent", async () => {
  const service = await aService();
  const { url } = service.workspace.prepare("li", "12345");
  const request = httpRequest(url, { method: "POST", headers: { "content-length": "100000000" } });
  request.flushHeaders();
  request.on("error", () => {});

  const [response] = (await once(request, "response")) as [{ statusCode: number }];

  expect(response.statusCode).toBe(413);
  request.destroy();
});

test("a body of exactly 64 KiB is read", async () => {
  const { workspace } = await aService();
  const { url } = workspace.prepare("li", "12345");

  expect(await statusOf(url, Buffer.alloc(65_536, "x"), {})).toBe(400);
  expect(await statusOf(url, Buffer.alloc(65_537, "x"), {})).toBe(413);
});

test("the same callback again gets the same reply and changes nothing, also after other messages and a new start", async () => {
  const service = await aService();
  const { workspace } = service;
  const prepared = workspace.prepare("li", "12345");
  const first = await service.post(prepared);
  await service.post(workspace.prepare("li", "更正 12400"));

  const again = [await service.post(prepared), await service.post(workspace.again(prepared))];
  await service.restart();
  again.push(await service.post(workspace.again({ ...prepared, url: "" })));

  expect(again.map(({ reply }) => reply)).toEqual([first.reply, first.reply, first.reply]);
  expect(reports(service)).toEqual([12_345, 12_400]);
  expect(workspace.record.violations).toEqual([]);
  expect(workspace.record.toMember("li")).toHaveLength(2);
});

test("two copies at once get one reply and have one effect", async () => {
  const service = await aService();
  const { workspace } = service;
  const prepared = workspace.prepare("li", "12345");

  const copies = [prepared, workspace.again(prepared), workspace.again(prepared), prepared];
  const answers = await Promise.all(copies.map((copy) => service.post(copy)));

  expect(new Set(answers.map(({ reply }) => reply)).size).toBe(1);
  expect(answers[0]!.reply).toContain("已记录");
  expect(reports(service)).toEqual([12_345]);
  expect(workspace.record.violations).toEqual([]);
});

test("the same event again has one effect, and two different ones have two", async () => {
  const service = await aService();
  const { workspace } = service;
  const first = workspace.prepareEvent("li", "click", "我的积分");
  const second = workspace.prepareEvent("li", "click", "帮助");

  const replies = [];
  for (const prepared of [first, second, workspace.again(first)]) replies.push((await service.post(prepared)).reply);

  expect(replies[2]).toBe(replies[0]);
  expect(replies[1]).not.toBe(replies[0]);
  expect(workspace.record.violations).toEqual([]);
});

test("two hundred members who write at once are all answered, each with the own number", async () => {
  const people = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`m${index}`, { name: `党员${index}` }]));
  const service = await aService({ people });

  const replies = await Promise.all(
    Object.keys(people).map(async (account, index) => {
      const { reply } = await service.post(service.workspace.prepare(account, String(10_000 + index)));
      return reply?.includes(`已记录：成长总积分 ${10_000 + index} 分`);
    }),
  );

  expect(replies.every((right) => right)).toBe(true);
  expect(reports(service)).toHaveLength(200);
  expect(service.workspace.record.violations).toEqual([]);
});

test("a full disk: 503, nothing is acknowledged; with room again the retry works, nothing lost and nothing doubled", async () => {
  const service = await aService();
  const { workspace, services } = service;
  const client = services.db.$client;
  const pages = client.pragma("page_count", { simple: true }) as number;
  client.pragma(`max_page_count = ${pages}`);
  const messages = Array.from({ length: 40 }, (_, index) => workspace.prepare("li", `${index} ${"学".repeat(600)}`));
  messages.push(workspace.prepare("li", "12345"));
  const first: Awaited<ReturnType<typeof service.post>>[] = [];
  for (const message of messages) first.push(await service.post(message));
  const refused = messages.filter((_, index) => first[index]!.status === 503);
  expect(refused.length).toBeGreaterThan(5);
  expect(first.every(({ status }) => status === 503 || status === 200)).toBe(true);
  expect(first.find(({ status }) => status === 503)!.body).toBe("");
  expect((await workspace.deliver(refused.at(-1)!)).statuses).toEqual([503, 503, 503, 503]);

  client.pragma("max_page_count = 1000000");
  for (const message of messages) expect(await service.post(workspace.again(message))).toMatchObject({ status: 200 });

  const stored = client.prepare("select count(*) as n, count(distinct id) as ids from inbox").get();
  expect(stored).toEqual({ n: messages.length, ids: messages.length });
  expect(reports(service)).toEqual([12_345]);
  expect(client.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(workspace.record.violations).toEqual([]);
});

test("HEAD, PUT and DELETE are no callbacks, and nothing else is there", async () => {
  const service = await aService();
  const { url, body } = service.workspace.prepare("li", "12345");

  expect((await fetch(url, { method: "HEAD" })).status).toBe(401);
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    const response = await fetch(url, { method, body });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toMatch(/POST/);
  }
  for (const path of ["/", "/wecom", "/dingtalk/callback", "/admin", "/wecom/callback/x", "/%ff", "//", "/..%2f"]) {
    expect((await fetch(service.url + path, { method: "POST", body: "x" })).status).toBe(404);
  }
  expect(reports(service)).toEqual([]);
});

test("a body that comes letter by letter holds up nobody, and is answered when it has come", async () => {
  const service = await aService();
  const prepared = service.workspace.prepare("li", "12345");
  const slow = await aSlowPost(prepared);

  const others = await Promise.all(
    ["zhang", "wang", "chen"].map((account) => service.post(service.workspace.prepare(account, "20000"))),
  );
  expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(reports(service)).toEqual([20_000, 20_000, 20_000]);

  slow.finish();
  expect(await slow.answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(reports(service)).toHaveLength(4);
});

test("a sender who goes away in the middle leaves no trace and hinders nobody", async () => {
  const service = await aService();
  const slow = await aSlowPost(service.workspace.prepare("li", "12345"));

  slow.socket.destroy();
  await once(slow.socket, "close");

  expect((await service.post(service.workspace.prepare("wang", "20000"))).status).toBe(200);
  expect(reports(service)).toEqual([20_000]);
});

test("who is under way when the service stops is answered, who is silent does not hold it up", async () => {
  const service = await aService();
  const { workspace } = service;
  const silent = await aSlowPost(workspace.prepare("zhang", "1"));
  const slow = await aSlowPost(workspace.prepare("li", "12345"));
  const replies = ["wang", "chen", "wu"].map((account) => service.post(workspace.prepare(account, "20000")));
  await Promise.race(replies);

  const stopped = service.stop();
  slow.finish();

  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await slow.answer).toMatch(/^HTTP\/1\.1 200 /);
  await stopped;
  await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
  expect(silent.socket.destroyed || (await once(silent.socket, "close"))).toBeTruthy();
  await service.restart();
  expect(reports(service)).toHaveLength(4);
});

test("what went wrong inside is logged and told to nobody outside", async () => {
  const service = await aService();
  service.services.db.$client.close();

  const answer = await service.post(service.workspace.prepare("li", "12345"));

  expect(answer).toMatchObject({ status: 503, body: "" });
  expect(service.log.join("")).toContain("could not be stored");
});

/** An event that is of no concern to the bot. */
function viewEvent({ workspace, clock }: RunningService): PreparedCallback {
  const click = workspace.prepareEvent("li", "click", "https://example.invalid");
  const timestamp = String(Math.floor(clock.now() / 1000));
  const { query, body } = posted(encrypted(click.plain.replace("[click]", "[view]")), { timestamp });
  const url = new URL(click.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return { ...click, url: url.href, body: body.toString() };
}

/** The status that a plain HTTP client sees, whether or not all of its body was taken. */
function statusOf(url: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** A post of which only the beginning has been sent. */
async function aSlowPost({ url, body }: PreparedCallback): Promise<{
  socket: Socket;
  finish(): void;
  answer: Promise<string>;
}> {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.on("error", () => {});
  const bytes = Buffer.from(body);
  const head = `POST ${pathname}${search} HTTP/1.1\r\nHost: bot\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  await new Promise((resolve) => socket.write(Buffer.concat([Buffer.from(head), bytes.subarray(0, 20)]), resolve));
  const answer = Promise.race([
    once(socket, "data").then(([data]) => String(data)),
    once(socket, "close").then(() => "closed"),
  ]);
  return { socket, answer, finish: () => void socket.write(bytes.subarray(20)) };
}
