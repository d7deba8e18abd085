import assert from "node:assert/strict";
import { test } from "node:test";

import { activeChoice, Transcript } from "../src/transcript.ts";
import type { ChatButton } from "../src/wire.ts";
import { message } from "./fakes.ts";

const BUTTONS: readonly ChatButton[] = [{ id: "b1", title: "Jetzt kündigen" }];

function texts(transcript: Transcript): string[] {
  return transcript.entries.map((entry) => entry.message.text);
}

test("a message that comes twice is shown once", () => {
  const transcript = new Transcript();

  assert.equal(transcript.add(message("1")), true);
  assert.equal(transcript.add(message("1")), false);
  assert.deepEqual(texts(transcript), ["text 1"]);
});

test("messages stand in the order of their ids, numbers by value", () => {
  const transcript = new Transcript();
  for (const id of ["9", "11", "10", "100"]) transcript.add(message(id));

  assert.deepEqual(texts(transcript), ["text 9", "text 10", "text 11", "text 100"]);
  assert.equal(transcript.lastId, "100");
});

test("an own message shows at once and takes the text the gateway kept", () => {
  const transcript = new Transcript();
  transcript.add(message("1"));
  const key = transcript.addEcho("meine Karte 4111 1111", "de");
  assert.equal(transcript.entries[1]?.pending, true);
  transcript.settleEcho(key, ["3"]);
  transcript.add(message("3"));
  const added = transcript.add(message("2", { role: "customer", text: "meine Karte ····" }));

  assert.equal(added, false);
  assert.deepEqual(texts(transcript), ["text 1", "meine Karte ····", "text 3"]);
  assert.equal(transcript.entries[1]?.key, key);
});

test("the stream may be faster than the answer", () => {
  const transcript = new Transcript();
  const key = transcript.addEcho("kündigen", "de");
  transcript.add(message("1", { role: "customer", text: "kündigen" }));
  transcript.add(message("2"));
  transcript.settleEcho(key, ["2"]);
  transcript.add(message("2"));

  assert.deepEqual(texts(transcript), ["kündigen", "text 2"]);
  assert.equal(transcript.entries[0]?.pending, false);
});

test("the same words sent twice stay two messages", () => {
  const transcript = new Transcript();
  for (const [own, answer] of [["1", "2"], ["3", "4"]] as const) {
    const key = transcript.addEcho("ja", "de");
    transcript.settleEcho(key, [answer]);
    transcript.add(message(answer));
    transcript.add(message(own, { role: "customer", text: "ja" }));
  }

  assert.deepEqual(texts(transcript), ["ja", "text 2", "ja", "text 4"]);
});

test("what the customer wrote in another tab is shown too", () => {
  const transcript = new Transcript();
  const key = transcript.addEcho("hier", "de");
  transcript.settleEcho(key, ["2"]);
  transcript.add(message("2"));
  const added = transcript.add(message("5", { role: "customer", text: "dort" }));

  assert.equal(added, true);
  assert.deepEqual(texts(transcript), ["hier", "text 2", "dort"]);
});

test("a message that did not get through leaves the page", () => {
  const transcript = new Transcript();
  const key = transcript.addEcho("weg", "de");
  assert.equal(transcript.failEcho(key), false);
  transcript.add(message("1", { role: "customer", text: "anders" }));

  assert.deepEqual(texts(transcript), ["anders"]);
});

test("a message that got through stays, even if its answer is lost", () => {
  const transcript = new Transcript();
  const key = transcript.addEcho("da", "de");
  transcript.add(message("1", { role: "customer", text: "da" }));

  assert.equal(transcript.failEcho(key), true);
  assert.deepEqual(texts(transcript), ["da"]);
  assert.equal(transcript.entries[0]?.pending, false);
});

test("an archived conversation stays readable, and ids start over", () => {
  const transcript = new Transcript();
  transcript.add(message("1", { buttons: BUTTONS }));
  transcript.archive("gone");
  const added = transcript.add(message("1", { text: "neu" }));

  assert.equal(added, true);
  assert.equal(transcript.lastId, "1");
  assert.deepEqual(texts(transcript), ["text 1", "", "neu"]);
  assert.equal(transcript.entries[1]?.notice, "gone");
  assert.equal(activeChoice(transcript.entries, "bot"), null);
});

test("every entry keeps a key of its own", () => {
  const transcript = new Transcript();
  transcript.add(message("1"));
  transcript.archive("gone");
  transcript.add(message("1"));
  transcript.addEcho("x", null);
  const keys = transcript.entries.map(({ key }) => key);

  assert.equal(new Set(keys).size, keys.length);
});

test("only the latest question can be answered by button", () => {
  const transcript = new Transcript();
  transcript.add(message("1", { buttons: BUTTONS }));
  transcript.add(message("2", { buttons: BUTTONS }));
  transcript.add(message("3"));

  assert.equal(activeChoice(transcript.entries, "bot"), transcript.entries[1]?.key);
});

for (const role of ["customer", "human"] as const) {
  test(`a ${role}'s message settles the question before it`, () => {
    const transcript = new Transcript();
    transcript.add(message("1", { buttons: BUTTONS }));
    transcript.add(message("2", { role }));

    assert.equal(activeChoice(transcript.entries, "bot"), null);
  });
}

test("a system line does not settle a question", () => {
  const transcript = new Transcript();
  transcript.add(message("1", { buttons: BUTTONS }));
  transcript.add(message("2", { role: "system" }));

  assert.equal(activeChoice(transcript.entries, "bot"), transcript.entries[0]?.key);
});

test("an own message on its way settles the question", () => {
  const transcript = new Transcript();
  transcript.add(message("1", { buttons: BUTTONS }));
  transcript.addEcho("Jetzt kündigen", "de");

  assert.equal(activeChoice(transcript.entries, "bot"), null);
});

test("in the queue the way out stays open, however much the customer writes", () => {
  const transcript = new Transcript();
  transcript.add(message("1", { role: "system", buttons: BUTTONS }));
  transcript.add(message("2", { role: "customer" }));

  assert.equal(activeChoice(transcript.entries, "queued"), transcript.entries[0]?.key);
  assert.equal(activeChoice(transcript.entries, "bot"), null);
});

test("with a person no button leads anywhere", () => {
  const transcript = new Transcript();
  transcript.add(message("1", { role: "system", buttons: BUTTONS }));

  assert.equal(activeChoice(transcript.entries, "human"), null);
});
