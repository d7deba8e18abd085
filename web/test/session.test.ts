import assert from "node:assert/strict";
import { test } from "node:test";

import { RefusedError, UnreachableError } from "../src/api.ts";
import { ChatSession } from "../src/session.ts";
import type { Language } from "../src/wire.ts";
import { FakeClock, FakeGateway, FakeTokens, message, until } from "./fakes.ts";

function setUp(token: string | null = null) {
  const gateway = new FakeGateway();
  const clock = new FakeClock();
  const tokens = new FakeTokens(token);
  let keys = 0;
  const session = new ChatSession({
    api: gateway,
    tokens,
    clock,
    newKey: () => `key${(keys += 1)}`,
    pageLanguage: (): Language => "de",
    onChange: () => {},
  });
  const call = async (number: number) => {
    await until(`call ${number}`, () => gateway.calls.length >= number);
    const found = gateway.calls[number - 1];
    assert.ok(found);
    return found;
  };
  /** Sends a text and lets the gateway answer it with the messages of these ids. */
  const say = async (text: string, ...ids: string[]): Promise<void> => {
    session.setDraft(text);
    const sent = session.send();
    const { answer } = await call(gateway.calls.length);
    answer({ messages: ids.map((id) => message(id)) });
    await sent;
  };
  const shown = (): string[] => session.state.entries.map((entry) => entry.message.text);
  return { gateway, clock, tokens, session, call, say, shown };
}

function told(status: number, text: string, retryAfter: number | null = null): RefusedError {
  return new RefusedError(status, { code: "x", message: text, lang: "de" }, retryAfter);
}

test("nothing is stored or fetched before the first message", async () => {
  const { gateway, tokens, session } = setUp();
  await session.resume();
  session.unpause();
  session.setOnline(true);

  assert.equal(tokens.token, null);
  assert.equal(gateway.histories + gateway.calls.length + gateway.lines.length, 0);
});

test("the first answer brings token, language and the stream after its last message", async () => {
  const { gateway, tokens, session, shown, call } = setUp();
  session.setDraft("  I want to cancel ");
  const sent = session.send();
  assert.deepEqual(shown(), ["I want to cancel"]);
  assert.equal(session.state.draft, "");
  assert.equal(session.state.sending, true);
  const { body, options, answer } = await call(1);
  answer({ language: "en", messages: [message("2"), message("3")] });
  await sent;
  await until("the stream", () => gateway.lines.length === 1);
  session.dispose();

  assert.deepEqual(body, { message: "I want to cancel" });
  assert.deepEqual(options, { token: null, key: "key1", pageLanguage: "de" });
  assert.equal(tokens.token, "t1");
  assert.equal(session.state.language, "en");
  assert.equal(gateway.lines[0]?.lastId, "3");
  assert.deepEqual(shown(), ["I want to cancel", "text 2", "text 3"]);
});

test("a second click while a message is on its way sends nothing", async () => {
  const { gateway, session, call } = setUp();
  session.setDraft("kündigen");
  const sent = session.send();
  session.setDraft("noch etwas");
  await session.send();
  await session.say("Ich habe eine Frage");
  await session.press({ id: "b", title: "Ja" });
  (await call(1)).answer({});
  await sent;
  session.dispose();

  assert.equal(gateway.calls.length, 1);
  assert.equal(session.state.draft, "noch etwas");
});

test("a lost message is kept in the field and sent again under the same key", async () => {
  const { gateway, session, shown, call } = setUp();
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(1)).refuse(new UnreachableError("no answer"));
  await sent;
  assert.deepEqual(shown(), []);
  assert.equal(session.state.draft, "kündigen");
  assert.equal(session.state.problem?.kind, "unreachable");
  const again = session.retry();
  (await call(2)).answer({ messages: [message("2")] });
  await again;
  session.dispose();

  assert.deepEqual(
    gateway.calls.map(({ options }) => options.key),
    ["key1", "key1"],
  );
  assert.equal(session.state.draft, "");
  assert.equal(session.state.problem, null);
  assert.deepEqual(shown(), ["kündigen", "text 2"]);
});

test("Enter on the unchanged text counts as sending again, a changed text as a new message", async () => {
  const { gateway, session, call } = setUp();
  session.setDraft("kündigen");
  for (const number of [1, 2]) {
    const sent = session.send();
    (await call(number)).refuse(new UnreachableError("no answer"));
    await sent;
  }
  session.setDraft("bitte kündigen");
  assert.equal(session.state.problem, null);
  const sent = session.send();
  (await call(3)).answer({});
  await sent;
  session.dispose();

  assert.deepEqual(
    gateway.calls.map(({ options }) => options.key),
    ["key1", "key1", "key2"],
  );
});

test("what was typed meanwhile is not lost when a message fails", async () => {
  const { session, call } = setUp();
  session.setDraft("eins");
  const sent = session.send();
  session.setDraft("zwei");
  (await call(1)).refuse(new UnreachableError("no answer"));
  await sent;
  assert.equal(session.state.draft, "eins\nzwei");
  const again = session.retry();
  (await call(2)).answer({});
  await again;
  session.dispose();

  assert.equal(session.state.draft, "zwei");
});

test("a pressed button shows as the customer's message and can be sent again", async () => {
  const { gateway, session, say, shown, call } = setUp();
  await say("kündigen", "2");
  session.setDraft("halb getippt");
  const pressed = session.press({ id: "opaque", title: "Jetzt kündigen" });
  (await call(2)).refuse(new UnreachableError("no answer"));
  await pressed;
  assert.equal(session.state.draft, "halb getippt");
  const again = session.retry();
  const { body, options, answer } = await call(3);
  answer({ messages: [message("4")] });
  await again;
  session.dispose();

  assert.deepEqual(body, { press: "opaque" });
  assert.equal(options.key, gateway.calls[1]?.options.key);
  assert.equal(options.token, "t1");
  assert.equal(session.state.draft, "halb getippt");
  assert.deepEqual(shown(), ["kündigen", "text 2", "Jetzt kündigen", "text 4"]);
});

for (const [status, after, retryable] of [
  [400, null, false],
  [413, null, false],
  [422, null, false],
  [409, null, false],
  [409, 1, true],
  [429, 5, true],
  [503, null, true],
  [500, null, true],
] as const) {
  test(`${status} (Retry-After ${after}): the gateway's words, retry ${retryable}`, async () => {
    const { session, call } = setUp();
    session.setDraft("kündigen");
    const sent = session.send();
    (await call(1)).refuse(told(status, "Das geht gerade nicht.", after));
    await sent;

    assert.deepEqual(session.state.problem, {
      kind: "told",
      text: "Das geht gerade nicht.",
      lang: "de",
      retryable,
      wait: after ?? 0,
    });
    assert.equal(session.state.draft, "kündigen");
    session.dispose();
  });
}

test("the wait the gateway asked for is kept", async () => {
  const { gateway, clock, session, call } = setUp();
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(1)).refuse(told(429, "Zu viele Nachrichten.", 7));
  await sent;
  await session.retry();
  await session.send();
  assert.equal(gateway.calls.length, 1);
  const wait = clock.waits.find(({ ms }) => ms === 7_000);
  wait?.pass();
  await until("allowed", () => session.state.problem?.wait === 0);
  const again = session.retry();
  (await call(2)).answer({});
  await again;
  session.dispose();

  assert.equal(gateway.calls[1]?.options.key, "key1");
});

test("an error without readable words gets the widget's own", async () => {
  const { session, call } = setUp();
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(1)).refuse(new RefusedError(502, null, null));
  await sent;

  assert.equal(session.state.problem?.kind, "refused");
  assert.equal(session.state.problem.retryable, true);
});

test("an expired conversation is said, kept readable, and followed by a new one", async () => {
  const { gateway, tokens, session, say, shown, call } = setUp();
  await say("kündigen", "2");
  session.setDraft("mueller");
  const sent = session.send();
  (await call(2)).refuse(told(401, "unknown token"));
  await sent;
  assert.equal(tokens.token, null);
  assert.equal(session.state.draft, "mueller");
  assert.equal(session.state.entries.at(-1)?.notice, "gone");
  const anew = session.send();
  const { options, answer } = await call(3);
  answer({ token: "t2", messages: [message("2", { text: "neu" })] });
  await anew;
  session.dispose();

  assert.equal(options.token, null);
  assert.notEqual(options.key, gateway.calls[1]?.options.key);
  assert.equal(tokens.token, "t2");
  assert.deepEqual(shown(), ["kündigen", "text 2", "", "mueller", "neu"]);
});

test("stream and answer both finding the conversation gone say so once", async () => {
  const { gateway, session, say, call } = setUp();
  gateway.refusals.push(told(401, "unknown token"));
  await say("kündigen", "2");
  await until("gone", () => session.state.entries.at(-1)?.notice === "gone");
  session.setDraft("hallo");
  const sent = session.send();
  (await call(2)).refuse(told(401, "unknown token"));
  await sent;
  session.dispose();

  assert.equal(session.state.entries.filter(({ notice }) => notice === "gone").length, 1);
});

test("a reload brings the conversation back", async () => {
  const { gateway, session, shown } = setUp("t1");
  gateway.past = {
    speaker: "human",
    language: "en",
    messages: [message("1", { role: "customer" }), message("2")],
  };
  const resumed = session.resume();
  assert.equal(session.state.loading, true);
  await resumed;
  await until("the stream", () => gateway.lines.length === 1);
  session.dispose();

  assert.deepEqual(shown(), ["text 1", "text 2"]);
  assert.equal(session.state.speaker, "human");
  assert.equal(session.state.language, "en");
  assert.equal(session.state.received, 0);
  assert.equal(gateway.lines[0]?.lastId, "2");
});

test("a reload of an expired conversation says so", async () => {
  const { gateway, tokens, session } = setUp("old");
  gateway.past = told(401, "unknown token");
  await session.resume();

  assert.equal(tokens.token, null);
  assert.equal(session.state.loading, false);
  assert.equal(session.state.entries.at(-1)?.notice, "gone");
});

test("a gateway that keeps failing on the history does not lock the customer out", async () => {
  const { gateway, clock, session } = setUp("t1");
  gateway.past = new RefusedError(500, null, null);
  const resumed = session.resume();
  for (let times = 0; times < 2; times += 1) {
    await until("a pause", () => clock.waits.length > 0);
    clock.waits[0]?.pass();
  }
  await resumed;

  assert.equal(gateway.histories, 3);
  assert.equal(session.state.loading, false);
});

test("without a network the history is asked for until it comes", async () => {
  const { gateway, clock, session, shown } = setUp("t1");
  gateway.past = new UnreachableError("down");
  const resumed = session.resume();
  for (let times = 0; times < 5; times += 1) {
    await until("a pause", () => clock.waits.length > 0);
    clock.waits[0]?.pass();
  }
  assert.equal(session.state.connected, false);
  await until("a pause", () => clock.waits.length > 0);
  gateway.past = { speaker: "bot", language: "de", messages: [message("1")] };
  clock.waits[0]?.pass();
  await resumed;
  session.dispose();

  assert.deepEqual(shown(), ["text 1"]);
  assert.equal(session.state.connected, true);
});

test("pushed messages appear once, count as received, and tell who speaks", async () => {
  const { gateway, session, say, shown } = setUp();
  await say("Mensch bitte", "2");
  await until("the stream", () => gateway.lines.length === 1);
  const line = gateway.lines[0];
  line?.event(message("2"));
  line?.event(message("3", { role: "human", text: "Guten Tag" }));
  await until("the human", () => session.state.speaker === "human");
  line?.event(message("4", { text: "wieder der Assistent" }));
  await until("the bot", () => session.state.speaker === "bot");
  session.dispose();

  assert.deepEqual(shown(), ["Mensch bitte", "text 2", "Guten Tag", "wieder der Assistent"]);
  assert.equal(session.state.received, 3);
});

test("a message believed lost that turns up on the line is not asked for again", async () => {
  const { gateway, session, say, shown, call } = setUp();
  await say("hallo", "2");
  await until("the stream", () => gateway.lines.length === 1);
  session.setDraft("kündigen");
  const sent = session.send();
  (await call(2)).refuse(new UnreachableError("answer lost"));
  await sent;
  assert.equal(session.state.draft, "kündigen");
  gateway.lines[0]?.event(message("3", { role: "customer", text: "kündigen" }));
  gateway.lines[0]?.event(message("4"));
  await until("the answer", () => shown().length === 4);
  session.dispose();

  assert.equal(session.state.problem, null);
  assert.equal(session.state.draft, "");
  assert.deepEqual(shown(), ["hallo", "text 2", "kündigen", "text 4"]);
});

test("a message the stream has shown is not lost when its answer is", async () => {
  const { gateway, session, say, shown, call } = setUp();
  await say("hallo", "2");
  await until("the stream", () => gateway.lines.length === 1);
  session.setDraft("kündigen");
  const sent = session.send();
  const { refuse } = await call(2);
  gateway.lines[0]?.event(message("3", { role: "customer", text: "kündigen" }));
  gateway.lines[0]?.event(message("4"));
  await until("the answer", () => shown().length === 4);
  refuse(new UnreachableError("answer lost"));
  await sent;
  session.dispose();

  assert.equal(session.state.problem, null);
  assert.equal(session.state.draft, "");
  assert.deepEqual(shown(), ["hallo", "text 2", "kündigen", "text 4"]);
});

for (const order of ["before", "after"] as const) {
  test(`a message shown ${order} its refusal stands on the page once, also when sent again`, async () => {
    const { gateway, session, say, shown, call } = setUp();
    await say("hallo", "2");
    await until("the stream", () => gateway.lines.length === 1);
    session.setDraft("kündigen");
    const sent = session.send();
    const { refuse } = await call(2);
    const push = async (): Promise<void> => {
      gateway.lines[0]?.event(message("3", { role: "customer", text: "kuendigen" }));
      await until("shown", () => shown().includes("kuendigen"));
    };
    if (order === "before") await push();
    refuse(told(503, "Gerade nicht möglich."));
    await sent;
    if (order === "after") await push();
    assert.equal(session.state.problem?.retryable, true);
    assert.equal(session.state.draft, "kündigen");
    const again = session.retry();
    (await call(3)).answer({ messages: [message("4")] });
    await again;
    session.dispose();

    assert.deepEqual(shown(), ["hallo", "text 2", "kuendigen", "text 4"]);
    assert.equal(session.state.draft, "");
  });
}

test("a text that is too long is not sent, and the reason is there as soon as it is typed", async () => {
  const { gateway, session } = setUp();
  session.setDraft("ü".repeat(2001));
  assert.equal(session.state.problem?.kind, "tooLong");
  await session.send();
  assert.equal(gateway.calls.length, 0);
  assert.equal(session.state.draft.length, 2001);
  session.setDraft("ü".repeat(2000));

  assert.equal(session.state.problem, null);
});

test("an empty text is not sent", async () => {
  const { gateway, session } = setUp();
  session.setDraft(" \n ");
  await session.send();

  assert.equal(gateway.calls.length, 0);
});

test("an answer after the element has left the page changes nothing", async () => {
  const { tokens, session, call } = setUp();
  session.setDraft("kündigen");
  const sent = session.send();
  session.dispose();
  (await call(1)).answer({});
  await sent;

  assert.equal(tokens.token, null);
});
