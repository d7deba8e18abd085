/** Who the customer is: asked for freshly, told once, and never in the way. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { ChatApi, RefusedError, UnreachableError } from "../src/api.ts";
import { askIdentity, identityFrom } from "../src/identity.ts";
import { message } from "./fakes.ts";
import { setUp } from "./session-setup.ts";

const PAGE = "https://help.shop.example/account/leave?x=1";
const REFUSED = { code: "identity_refused", message: "Ihre Anmeldung wurde nicht erkannt.", lang: "de" } as const;

/** A source that hands out t1, t2, ... */
function tokens(): () => Promise<string> {
  let count = 0;
  return async () => `t${(count += 1)}`;
}

/** The warnings of a test, kept off its output. */
function warnings(): () => number {
  const warn = mock.method(console, "warn", () => {});
  return () => warn.mock.callCount();
}

function endpoint(response: () => Response) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetcher = async (url: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    asked.push({ url: String(url), init: init ?? {} });
    return response();
  };
  const ask = (url: string): Promise<string | null> => {
    const source = identityFrom(url, PAGE, fetcher);
    assert.ok(source);
    return askIdentity(source);
  };
  return { asked, ask };
}

test("the first call tells who the customer is, later ones do not", async () => {
  const { session, say, gateway } = setUp(null, tokens());
  await say("kündigen", "2");
  await say("ja", "4");
  session.dispose();

  assert.deepEqual(gateway.calls.map(({ options }) => options.identity), ["t1", null]);
});

test("a conversation that goes on after a reload does not ask who the customer is", async () => {
  const source = mock.fn(tokens());
  const { session, say } = setUp("kept", source);
  await session.resume();
  await say("ja", "4");
  session.dispose();

  assert.equal(source.mock.callCount(), 0);
});

test("a lost first call is sent again with a fresh token: the old one may be used up", async () => {
  const { session, call, gateway } = setUp(null, tokens());
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(1)).refuse(new UnreachableError("no answer"));
  await sent;
  const again = session.retry();
  (await call(2)).answer({ messages: [message("2")] });
  await again;
  session.dispose();

  assert.deepEqual(gateway.calls.map(({ options }) => options.identity), ["t1", "t2"]);
});

test("a refused token is told, and the same message can go without it", async () => {
  const { session, call, gateway, shown } = setUp(null, tokens());
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(1)).refuse(new RefusedError(401, REFUSED, null));
  await sent;
  const { problem, draft } = session.state;
  const again = session.retry();
  (await call(2)).answer({ messages: [message("2")] });
  await again;
  session.dispose();

  assert.equal(problem?.text, REFUSED.message);
  assert.equal(problem?.anonymously, true);
  assert.equal(draft, "kündigen");
  assert.deepEqual(gateway.calls.map(({ options }) => options.identity), ["t1", null]);
  assert.deepEqual(shown(), ["kündigen", "text 2"]);
});

test("after a refusal changed words go without the token as well", async () => {
  const { session, call, say, gateway } = setUp(null, tokens());
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(1)).refuse(new RefusedError(401, REFUSED, null));
  await sent;
  await say("bitte kündigen", "2");
  session.dispose();

  assert.deepEqual(gateway.calls.map(({ options }) => options.identity), ["t1", null]);
});

test("a new conversation after an expired one tells again who the customer is", async () => {
  const { session, call, say, gateway, tokens: kept } = setUp(null, tokens());
  await say("kündigen", "2");
  session.setDraft("ja");
  const sent = session.send();
  (await call(2)).refuse(new RefusedError(401, { code: "unknown_conversation", message: "x", lang: "de" }, null));
  await sent;
  assert.equal(kept.token, null);
  await say("ja", "2");
  session.dispose();

  assert.deepEqual(gateway.calls.map(({ options }) => options.identity), ["t1", null, "t2"]);
});

test("a session that ended while the token was awaited sends nothing", async () => {
  let give = (_: string): void => {};
  const { session, gateway } = setUp(null, () => new Promise((resolve) => { give = resolve; }));
  session.setDraft("kündigen");
  const sent = session.send();
  session.dispose();
  give("t1");
  await sent;

  assert.equal(gateway.calls.length, 0);
});

test("the API gets the token beside the message, and nothing where there is none", async () => {
  const bodies: unknown[] = [];
  const api = new ChatApi("https://chat.example", async (_, init) => {
    bodies.push(JSON.parse(String(init?.body)));
    return Response.json({ token: "c" });
  });
  const options = { token: null, key: "k", pageLanguage: "de" } as const;
  await api.send({ message: "a" }, { ...options, identity: "t1" });
  await api.send({ message: "a" }, { ...options, identity: null });
  await api.send({ message: "a" }, { ...options, token: "c", identity: "t1" });

  assert.deepEqual(bodies, [
    { message: "a", page_language: "de", identity: "t1" },
    { message: "a", page_language: "de" },
    { message: "a" },
  ]);
});

test("the page's own endpoint is asked with its cookies", async () => {
  const { asked, ask } = endpoint(() => Response.json({ token: "t1" }));

  assert.equal(await ask("/chat-identity"), "t1");
  assert.equal(asked[0]?.url, "https://help.shop.example/chat-identity");
  assert.equal(asked[0]?.init.credentials, "same-origin");
  assert.equal(asked[0]?.init.cache, "no-store");
});

for (const url of ["https://other.example/who", "//other.example/who", "data:application/json,{}"]) {
  test(`${url} is another site and is not asked`, async () => {
    const warned = warnings();
    const { asked, ask } = endpoint(() => Response.json({ token: "t1" }));

    assert.equal(await ask(url), null);
    assert.equal(asked.length, 0);
    assert.equal(warned(), 1);
    mock.restoreAll();
  });
}

for (const [name, response] of [
  ["nobody is signed in (204)", () => new Response(null, { status: 204 })],
  ["nobody is signed in (null)", () => Response.json({ token: null })],
  ["nobody is signed in (401)", () => new Response("", { status: 401 })],
  ["a login page instead of JSON", () => new Response("<html>")],
  ["a token that is none", () => Response.json({ token: 7 })],
  ["no network", () => { throw new TypeError("failed"); }],
] as const) {
  test(`${name}: the customer writes anonymously`, async () => {
    warnings();
    assert.equal(await endpoint(response).ask("/who"), null);
    mock.restoreAll();
  });
}

test("a source that hangs does not hold up the message", async () => {
  const warned = warnings();

  assert.equal(await askIdentity(() => new Promise(() => {}), 1), null);
  assert.equal(warned(), 1);
  mock.restoreAll();
});

test("without an address there is nobody to ask, and an empty token is none", async () => {
  assert.equal(identityFrom(null, PAGE), null);
  assert.equal(await askIdentity(async () => ""), null);
});
