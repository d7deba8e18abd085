/** What is open, as the widget is told and as it names it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { processText } from "../src/process.ts";
import { readAnswer } from "../src/wire.ts";
import { message, until } from "./fakes.ts";
import { setUp } from "./session-setup.ts";

const REASON = { kind: "cancel", step: "reason" };

const NAMED: readonly [string, string, string, string][] = [
  ["cancel", "details", "Kündigung · Schritt 1 von 3", "Cancellation · step 1 of 3"],
  ["cancel", "reason", "Kündigung · Schritt 2 von 3", "Cancellation · step 2 of 3"],
  ["cancel", "confirm", "Kündigung · Schritt 3 von 3", "Cancellation · step 3 of 3"],
  ["cancel", "choice", "Kündigung", "Cancellation"],
  ["pause", "confirm", "Pause · Schritt 2 von 2", "Pause · step 2 of 2"],
  ["withdraw", "details", "Widerruf · Schritt 1 von 2", "Withdrawal · step 1 of 2"],
  ["delete_data", "details", "Löschung der Daten · Schritt 1 von 2", "Data deletion · step 1 of 2"],
  ["addon", "addon", "Zusatzprodukt kündigen · Schritt 1 von 3", "Cancelling an add-on · step 1 of 3"],
  ["revoke", "confirm", "Zurücknehmen", "Taking it back"],
  ["callback", "contact", "Rückruf", "Call back"],
  ["something new", "confirm", "", ""],
];

for (const [kind, step, german, english] of NAMED) {
  test(`${kind}, ${step}: named in both languages`, () => {
    assert.equal(processText({ kind, step }, "de"), german);
    assert.equal(processText({ kind, step }, "en"), english);
  });
}

test("with nothing open nothing is said", () => {
  assert.equal(processText(null, "de"), "");
});

test("a process without kind or step is none", () => {
  for (const process of [null, undefined, "cancel", {}, { kind: "cancel" }, { kind: 1, step: 2 }]) {
    assert.equal(readAnswer({ token: "t", messages: [], process })?.process, null);
  }
  assert.deepEqual(readAnswer({ token: "t", process: { ...REASON, ends: null } })?.process, REASON);
});

test("each answer tells what is open, and the next one that nothing is", async () => {
  const { session, call } = setUp();
  session.setDraft("kündigen");
  const asked = session.send();
  (await call(1)).answer({ process: REASON, messages: [message("1")] });
  await asked;
  assert.deepEqual(session.state.process, REASON);

  session.setDraft("stopp");
  const stopped = session.send();
  (await call(2)).answer({ messages: [message("2")] });
  await stopped;
  session.dispose();
  assert.equal(session.state.process, null);
});

test("a reload brings back what is open", async () => {
  const { gateway, session } = setUp("t1");
  gateway.past = { speaker: "bot", language: "de", messages: [message("1")], process: REASON };
  await session.resume();
  session.dispose();

  assert.deepEqual(session.state.process, REASON);
});

test("what an agent takes over is not open with the assistant any more", async () => {
  const { gateway, session, call } = setUp();
  session.setDraft("kündigen");
  const asked = session.send();
  (await call(1)).answer({ process: REASON, messages: [message("1")] });
  await asked;
  await until("the stream", () => gateway.lines.length === 1);
  const [line] = gateway.lines;
  assert.ok(line);
  line.sign("speaker", { speaker: "human", name: "Anna Beispiel" });
  await until("a person", () => session.state.speaker === "human");
  session.dispose();

  assert.equal(session.state.process, null);
});
