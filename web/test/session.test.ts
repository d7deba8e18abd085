import assert from "node:assert/strict";
import { test } from "node:test";

import { message, until } from "./fakes.ts";
import { setUp } from "./session-setup.ts";

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
  assert.deepEqual(options, { token: null, key: "key1", pageLanguage: "de", identity: null });
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

test("a reload brings the conversation back", async () => {
  const { gateway, session, shown } = setUp("t1");
  gateway.past = {
    speaker: "human",
    language: "en",
    messages: [message("1", { role: "customer" }), message("2")],
    process: null,
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
