/** The conversation with a person: who speaks, who types, and what follows its end. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { message, until } from "./fakes.ts";
import { setUp } from "./session-setup.ts";

async function withPerson() {
  const all = setUp();
  await all.say("Ein Mensch bitte", "2");
  await until("the stream", () => all.gateway.lines.length === 1);
  const line = all.gateway.lines[0];
  assert.ok(line);
  line.sign("speaker", { speaker: "human", name: "Anna Beispiel" });
  await until("a person", () => all.session.state.speaker === "human");
  return { ...all, line };
}

test("the colleague's name is known while they answer", async () => {
  const { session, line } = await withPerson();
  const named = session.state.agent;
  line.sign("speaker", { speaker: "bot", name: null });
  await until("the bot", () => session.state.speaker === "bot");
  session.dispose();

  assert.equal(named, "Anna Beispiel");
  assert.equal(session.state.agent, null);
});

test("typing shows until the answer comes, and else for some seconds", async () => {
  const { session, line, clock } = await withPerson();
  line.sign("typing", { by: "agent" });
  await until("typing", () => session.state.typing);
  line.event(message("3", { role: "human", author: "Anna Beispiel" }));
  await until("the answer", () => !session.state.typing);
  line.sign("typing", { by: "agent" });
  await until("typing again", () => session.state.typing);
  clock.waits.find(({ ms }) => ms === 6_000)?.pass();
  await until("nothing any more", () => !session.state.typing);
  session.dispose();

  assert.equal(session.state.entries.at(-1)?.message.author, "Anna Beispiel");
});

test("the customer's typing is told to a person only, and now and then", async () => {
  const alone = setUp();
  await alone.say("Hallo", "2");
  alone.session.setDraft("x");
  alone.session.dispose();
  const { session, gateway, clock } = await withPerson();
  for (const draft of ["a", "ab", "abc"]) session.setDraft(draft);
  clock.advance(3_000);
  session.setDraft("abcd");
  session.dispose();

  assert.equal(alone.gateway.typings, 0);
  assert.equal(gateway.typings, 2);
});

test("after the end the next message begins a conversation of its own, below the old one", async () => {
  const { session, line, gateway, tokens, call, shown } = await withPerson();
  line.sign("speaker", { speaker: "closed", name: null });
  await until("the end", () => session.state.speaker === "closed");
  session.setDraft("Noch etwas");
  const sent = session.send();
  const { options, answer } = await call(2);
  answer({ token: "t2", messages: [message("12")] });
  await sent;
  await until("its stream", () => gateway.lines.length === 2);
  session.dispose();

  assert.equal(options.token, null);
  assert.equal(tokens.token, "t2");
  assert.equal(session.state.speaker, "bot");
  assert.deepEqual(shown(), ["Ein Mensch bitte", "text 2", "Noch etwas", "text 12"]);
  assert.equal(gateway.lines[1]?.lastId, "12");
});

test("a button after the end still goes to the old conversation", async () => {
  const { session, line, call } = await withPerson();
  line.sign("speaker", { speaker: "closed", name: null });
  await until("the end", () => session.state.speaker === "closed");
  const sent = session.press({ id: "b1", title: "Zufrieden" });
  const { options, answer } = await call(2);
  answer({ speaker: "closed", messages: [message("9", { role: "system" })] });
  await sent;
  session.dispose();

  assert.equal(options.token, "t1");
  assert.equal(session.state.speaker, "closed");
});

test("ended without our knowing, the new conversation is followed all the same", async () => {
  const { session, tokens, gateway, call, shown } = setUp();
  session.setDraft("Eins");
  const first = session.send();
  (await call(1)).answer({ messages: [message("2")] });
  await first;
  session.setDraft("Zwei");
  const second = session.send();
  (await call(2)).answer({ token: "t2", messages: [message("8")] });
  await second;
  await until("its stream", () => gateway.lines.length === 2);
  gateway.lines[1]?.event(message("7", { role: "customer", text: "Zwei" }));
  gateway.lines[1]?.event(message("9"));
  await until("the next", () => shown().includes("text 9"));
  session.dispose();

  assert.equal(tokens.token, "t2");
  assert.deepEqual(shown(), ["Eins", "text 2", "Zwei", "text 8", "text 9"]);
});
