/** What the customer keeps when something goes wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { RefusedError, UnreachableError } from "../src/api.ts";
import { message, until } from "./fakes.ts";
import { setUp, told } from "./session-setup.ts";

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
      anonymously: false,
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
  gateway.past = { speaker: "bot", language: "de", messages: [message("1")], process: null };
  clock.waits[0]?.pass();
  await resumed;
  session.dispose();

  assert.deepEqual(shown(), ["text 1"]);
  assert.equal(session.state.connected, true);
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
