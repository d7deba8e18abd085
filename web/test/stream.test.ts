import assert from "node:assert/strict";
import { test } from "node:test";

import { RefusedError, UnreachableError } from "../src/api.ts";
import { MessageStream, pauseBefore } from "../src/stream.ts";
import { FakeClock, FakeGateway, message, until } from "./fakes.ts";

const SILENCE_MS = 60_000;

function setUp() {
  const gateway = new FakeGateway();
  const clock = new FakeClock();
  const got: string[] = [];
  const line: boolean[] = [];
  const signs: string[] = [];
  let gone = 0;
  const stream = new MessageStream({
    clock,
    connect: (lastId, signal) => gateway.events("t1", lastId, signal),
    onMessage: ({ id }) => got.push(id),
    onSpeaking: ({ speaker, name }) => signs.push(`${speaker} ${name}`),
    onTyping: () => signs.push("typing"),
    onLine: (up) => line.push(up),
    onGone: () => {
      gone += 1;
    },
  });
  /** Lets the pause before the next connection pass; returns how long it would have been. */
  const pause = async (): Promise<number> => {
    const isPause = ({ ms }: { ms: number }): boolean => ms < SILENCE_MS;
    await until("a pause", () => clock.waits.some(isPause));
    const wait = clock.waits.find(isPause);
    assert.ok(wait);
    wait.pass();
    return wait.ms;
  };
  const connection = async (number: number) => {
    await until(`connection ${number}`, () => gateway.lines.length >= number);
    const found = gateway.lines[number - 1];
    assert.ok(found);
    return found;
  };
  return { gateway, clock, stream, got, line, signs, pause, connection, gone: () => gone };
}

test("a broken line is taken up again after the last event it delivered", async () => {
  const { stream, got, connection, pause } = setUp();
  stream.start("3");
  const first = await connection(1);
  first.event(message("4"));
  first.event(message("5"));
  await until("two messages", () => got.length === 2);
  first.break();
  await pause();
  const second = await connection(2);
  second.event(message("6"));
  await until("the third", () => got.length === 3);
  stream.stop();

  assert.equal(first.lastId, "3");
  assert.equal(second.lastId, "5");
  assert.deepEqual(got, ["4", "5", "6"]);
});

test("an event cut off by the break is asked for again", async () => {
  const { stream, got, connection, pause } = setUp();
  stream.start("");
  const first = await connection(1);
  first.event(message("1"));
  first.text('event: message\nid: 2\ndata: {"id":"2",');
  await until("one message", () => got.length === 1);
  first.end();
  await pause();
  const second = await connection(2);
  stream.stop();

  assert.equal(second.lastId, "1");
  assert.deepEqual(got, ["1"]);
});

test("pauses double up to half a minute, and a good connection starts them over", async () => {
  const { gateway, clock, stream, connection, pause } = setUp();
  gateway.refusals.push(...Array.from({ length: 7 }, () => new UnreachableError("down")));
  stream.start("");
  const pauses: number[] = [];
  for (let times = 0; times < 7; times += 1) pauses.push(await pause());
  const line = await connection(1);
  clock.advance(10_000);
  line.end();
  const afterGood = await pause();
  stream.stop();

  assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assert.equal(afterGood, 1_000);
});

test("chance spreads the pauses so that customers do not come back all at once", () => {
  assert.equal(pauseBefore(0, 0, 0), 500);
  assert.equal(pauseBefore(0, 1, 0), 1_000);
  assert.equal(pauseBefore(40, 1, 0), 30_000);
});

test("the pause the gateway asks for is kept", async () => {
  const { gateway, stream, pause, connection } = setUp();
  gateway.refusals.push(new RefusedError(429, null, 12));
  stream.start("");
  const asked = await pause();
  const line = await connection(1);
  line.text("retry: 7000\n\n");
  line.end();
  const hinted = await pause();
  stream.stop();

  assert.equal(asked, 12_000);
  assert.equal(hinted, 7_000);
});

test("one short break is no news, a second one is, and its end too", async () => {
  const { gateway, stream, line, connection, pause } = setUp();
  stream.start("");
  const first = await connection(1);
  await until("up", () => line.length === 1);
  gateway.refusals.push(new UnreachableError("down"));
  first.break();
  await pause();
  assert.deepEqual(line, [true]);
  await pause();
  await connection(2);
  await until("up again", () => line.length === 3);
  stream.stop();

  assert.deepEqual(line, [true, false, true]);
});

test("a line that says nothing for a minute is dead", async () => {
  const { clock, stream, connection, pause } = setUp();
  const silence = () => clock.waits.find(({ ms }) => ms === SILENCE_MS);
  stream.start("2");
  await connection(1);
  await until("listening", () => silence() !== undefined);
  silence()?.pass();
  await pause();
  const second = await connection(2);
  stream.stop();

  assert.equal(second.lastId, "2");
});

test("an unknown conversation ends the stream", async () => {
  const { gateway, clock, stream, gone } = setUp();
  gateway.refusals.push(new RefusedError(401, null, null));
  stream.start("");
  await until("gone", () => gone() === 1);

  assert.equal(stream.running, false);
  assert.deepEqual(clock.waits, []);
});

test("after a stop nothing happens, and it resumes where it was", async () => {
  const { gateway, clock, stream, got, connection } = setUp();
  stream.start("");
  const first = await connection(1);
  first.event(message("1"));
  await until("one message", () => got.length === 1);
  stream.stop();
  await until("all waits over", () => clock.waits.length === 0);
  assert.equal(gateway.lines.length, 1);
  stream.resume();
  const second = await connection(2);
  stream.stop();

  assert.equal(second.lastId, "1");
});

test("the network's return ends the pause", async () => {
  const { gateway, clock, stream, connection } = setUp();
  gateway.refusals.push(new UnreachableError("down"));
  stream.start("");
  await until("pausing", () => clock.waits.length === 1);
  stream.hurry();
  await connection(1);
  stream.stop();
});

test("events that cannot be read cost nothing but themselves", async () => {
  const { stream, got, connection } = setUp();
  stream.start("");
  const line = await connection(1);
  line.text("data: {broken\n\nevent: weather\ndata: {}\n\ndata: {}\n\n");
  line.event(message("1"));
  await until("the good one", () => got.length > 0);
  stream.stop();

  assert.deepEqual(got, ["1"]);
});

test("who speaks and that a colleague types is passed on; nonsense and the unknown is not", async () => {
  const { stream, signs, connection } = setUp();
  stream.start("");
  const line = await connection(1);
  line.sign("speaker", { speaker: "human", name: "Anna" });
  line.sign("speaker", { speaker: "parrot" });
  line.sign("weather", {});
  line.sign("typing", { by: "agent" });
  await until("the signs", () => signs.length === 2);
  stream.stop();

  assert.deepEqual(signs, ["human Anna", "typing"]);
});
