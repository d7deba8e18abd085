/** The small modules at the edges: wire format, HTTP client, storage, limits, embedding. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ChatApi, readRetryAfter, RefusedError, UnreachableError } from "../src/api.ts";
import { apiBase, chooseLanguage } from "../src/embed.ts";
import { countCharacters, measure } from "../src/limits.ts";
import { anyOf } from "../src/signals.ts";
import { newKey, sessionTokens } from "../src/tokens.ts";
import { compareIds, readAnswer, readError, readLanguage, readMessage } from "../src/wire.ts";

const BASE = "https://chat.example";

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function only(requests: readonly Sent[]): Sent {
  assert.equal(requests.length, 1);
  return requests[0] as Sent;
}

function apiAnswering(response: () => Response) {
  const requests: Sent[] = [];
  const api = new ChatApi(BASE, async (url, init) => {
    requests.push({ url: String(url), init: init ?? {} });
    return response();
  });
  return { api, requests };
}

const ANSWER = { token: "t", speaker: "bot", language: "de", messages: [] };
const OPTIONS = { token: null, key: "k", pageLanguage: "en", identity: null } as const;

test("the first call tells the page's language and has no authorization", async () => {
  const { api, requests } = apiAnswering(() => Response.json(ANSWER));
  await api.send({ message: "hi" }, OPTIONS);
  const { url, init } = only(requests);
  const headers = new Headers(init.headers);

  assert.equal(url, "https://chat.example/api/chat");
  assert.deepEqual(JSON.parse(String(init.body)), { message: "hi", page_language: "en" });
  assert.equal(headers.get("Idempotency-Key"), "k");
  assert.equal(headers.has("Authorization"), false);
  assert.equal(init.credentials, "omit");
});

test("later calls carry the token and nothing else", async () => {
  const { api, requests } = apiAnswering(() => Response.json(ANSWER));
  await api.send({ press: "b1" }, { ...OPTIONS, token: "t" });
  const { init } = only(requests);

  assert.deepEqual(JSON.parse(String(init.body)), { press: "b1" });
  assert.equal(new Headers(init.headers).get("Authorization"), "Bearer t");
});

test("the stream is asked for with the last id, if there is one", async () => {
  const { api, requests } = apiAnswering(() => new Response(""));
  const { signal } = new AbortController();
  await api.events("t", "7", signal);
  await api.events("t", "", signal);

  const sent = requests.map(({ init }) => new Headers(init.headers).get("Last-Event-ID"));
  assert.deepEqual(sent, ["7", null]);
});

test("a refusal carries the gateway's words and the wait", async () => {
  const { api } = apiAnswering(() =>
    Response.json(
      { error: { code: "rate", message: "Bitte warten.", lang: "de" } },
      { status: 429, headers: { "Retry-After": "9" } },
    ),
  );

  await assert.rejects(api.send({ message: "x" }, OPTIONS), (error) => {
    assert.ok(error instanceof RefusedError);
    assert.deepEqual(error.told, { code: "rate", message: "Bitte warten.", lang: "de" });
    assert.equal(error.retryAfter, 9);
    return true;
  });
});

test("a proxy's error page is not shown as the gateway's words", async () => {
  const { api } = apiAnswering(() => new Response("<h1>Bad Gateway</h1>", { status: 502 }));

  await assert.rejects(
    api.send({ message: "x" }, OPTIONS),
    (error) => error instanceof RefusedError && error.told === null,
  );
});

for (const [name, response] of [
  ["no network", () => { throw new TypeError("failed"); }],
  ["a page instead of JSON", () => new Response("<html>")],
  ["an answer without a token", () => Response.json({ messages: [] })],
] as const) {
  test(`${name}: it is unknown whether the message arrived`, async () => {
    const { api } = apiAnswering(response);

    await assert.rejects(
      api.send({ message: "x" }, OPTIONS),
      (error) => error instanceof UnreachableError,
    );
  });
}

test("Retry-After may be seconds or a date", () => {
  const now = Date.parse("2026-11-23T10:00:00Z");

  assert.equal(readRetryAfter("30", now), 30);
  assert.equal(readRetryAfter("Mon, 23 Nov 2026 10:00:10 GMT", now), 10);
  assert.equal(readRetryAfter("Mon, 23 Nov 2026 09:00:00 GMT", now), 0);
  assert.equal(readRetryAfter("soon", now), null);
  assert.equal(readRetryAfter(null, now), null);
});

test("messages are read field by field, odd parts left out", () => {
  assert.deepEqual(
    readMessage({
      id: 7,
      role: "admin",
      text: "Hallo",
      lang: "de-AT",
      buttons: [{ id: "b", title: "Ja" }, { id: 3 }, null],
      attachments: "none",
    }),
    {
      id: "7",
      role: "bot",
      text: "Hallo",
      author: null,
      lang: "de",
      buttons: [{ id: "b", title: "Ja" }],
      attachments: [],
    },
  );
  for (const odd of [null, 3, {}, { id: "1" }, { text: "x" }]) assert.equal(readMessage(odd), null);
});

test("answers without a token and errors without words are not usable", () => {
  assert.equal(readAnswer({ ...ANSWER, token: "" }), null);
  assert.equal(readError({ error: { code: "x", message: " " } }), null);
  assert.equal(readError("oops"), null);
});

test("ids are ordered as numbers where they are numbers", () => {
  assert.ok(compareIds("9", "10") < 0);
  assert.ok(compareIds("010", "9") > 0);
  assert.equal(compareIds("7", "7"), 0);
  assert.ok(compareIds("01ARZ", "01BRZ") < 0);
  assert.ok(compareIds("1", "") > 0);
  assert.ok(compareIds("90071992547409931", "90071992547409930") > 0);
});

test("languages are read from tags", () => {
  assert.equal(readLanguage("de-CH"), "de");
  assert.equal(readLanguage("EN_us"), "en");
  assert.equal(readLanguage("fr"), null);
  assert.equal(chooseLanguage(null, "", "fr", "en-GB"), "en");
  assert.equal(chooseLanguage("fr", undefined), "de");
});

test("the gateway is where the script came from, unless told", () => {
  assert.equal(apiBase(null, "https://chat.example/static/fairwell-chat.js?v=1"), BASE);
  assert.equal(apiBase(" ", "https://chat.example/static/x.js"), BASE);
  assert.equal(apiBase("https://api.example/", "https://chat.example/x.js"), "https://api.example");
});

test("characters are counted as the gateway counts them", () => {
  assert.equal(countCharacters("ü😀"), 2);
  assert.deepEqual(measure("x".repeat(1799)), { kind: "fine" });
  assert.deepEqual(measure("x".repeat(1800)), { kind: "near", left: 200 });
  assert.deepEqual(measure("😀".repeat(2000)), { kind: "near", left: 0 });
  assert.deepEqual(measure("x".repeat(2001)), { kind: "over", by: 1 });
  assert.deepEqual(measure(`${"x".repeat(1799)}${" ".repeat(500)}`), { kind: "fine" });
});

function storageOf(items: Map<string, string>): Storage {
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  } as Storage;
}

test("only the token is stored, under a name of its own gateway, and it can be cleared", () => {
  const items = new Map<string, string>();
  const tokens = sessionTokens(BASE, () => storageOf(items));
  assert.equal(tokens.read(), null);
  assert.equal(items.size, 0);
  tokens.write("t1");
  assert.deepEqual([...items.values()], ["t1"]);
  assert.equal(sessionTokens("https://other.example", () => storageOf(items)).read(), null);
  tokens.clear();

  assert.equal(tokens.read(), null);
  assert.equal(items.size, 0);
});

test("where storage is refused the token lives in memory", () => {
  const tokens = sessionTokens(BASE, () => {
    throw new Error("SecurityError");
  });
  tokens.write("t1");
  assert.equal(tokens.read(), "t1");
  tokens.clear();

  assert.equal(tokens.read(), null);
});

test("keys are random UUIDs", () => {
  const keys = Array.from({ length: 200 }, newKey);

  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) {
    assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test("a joined signal aborts with the first of its parts", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const joined = anyOf(first.signal, second.signal);
  assert.equal(joined.aborted, false);
  second.abort("reason");

  assert.equal(joined.aborted, true);
  assert.equal(joined.reason, "reason");
  assert.equal(anyOf(AbortSignal.abort(), first.signal).aborted, true);
});
