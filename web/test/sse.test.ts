import assert from "node:assert/strict";
import { test } from "node:test";

import { EventParser } from "../src/sse.ts";

function read(...pieces: string[]): [string, string, string][] {
  const parser = new EventParser();
  return pieces.flatMap((piece) =>
    parser.push(piece).map(({ type, data, id }): [string, string, string] => [type, data, id]),
  );
}

test("an event has a type, data and an id", () => {
  assert.deepEqual(read('event: message\nid: 7\ndata: {"a":1}\n\n'), [["message", '{"a":1}', "7"]]);
});

test("an event may arrive one character at a time, with any line end", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["event: ping", "id: 8", "data: a", "data: b", "", "data: c", "", ": still here", ""].join(end);

    assert.deepEqual(read(...text), [
      ["ping", "a\nb", "8"],
      ["message", "c", "8"],
    ]);
  }
});

test("heartbeats and events without data are nothing, but their id counts", () => {
  assert.deepEqual(read(": ping\n\n", "id: 9\n\n", "data: x\n\n"), [["message", "x", "9"]]);
});

test("an event that never ended is dropped", () => {
  assert.deepEqual(read("data: whole\n\ndata: half"), [["message", "whole", ""]]);
});

test("a byte order mark, one space after the colon and unknown fields are skipped", () => {
  assert.deepEqual(read("\uFEFFdata:  two\nfoo: bar\ndata\n\n"), [["message", " two\n", ""]]);
});

test("an id with a null character is ignored", () => {
  assert.deepEqual(read("id: 1\n\n", "id: 2\0\ndata: x\n\n"), [["message", "x", "1"]]);
});

test("the server may set the pause before a reconnect", () => {
  const parser = new EventParser();
  parser.push("retry: 2500\nretry: soon\n\n");

  assert.equal(parser.retry, 2500);
});
