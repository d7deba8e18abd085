/** A session between a gateway that the test plays and a clock that only the test moves. */

import assert from "node:assert/strict";

import { RefusedError } from "../src/api.ts";
import { ChatSession } from "../src/session.ts";
import type { Language } from "../src/wire.ts";
import { FakeClock, FakeGateway, FakeTokens, message, until } from "./fakes.ts";

export function setUp(
  token: string | null = null,
  identity: () => Promise<string | null> | null = () => null,
) {
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
    identity,
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
    const number = gateway.calls.length + 1;
    session.setDraft(text);
    const sent = session.send();
    const { answer } = await call(number);
    answer({ messages: ids.map((id) => message(id)) });
    await sent;
  };
  const shown = (): string[] => session.state.entries.map((entry) => entry.message.text);
  return { gateway, clock, tokens, session, call, say, shown };
}

export function told(status: number, text: string, retryAfter: number | null = null): RefusedError {
  return new RefusedError(status, { code: "x", message: text, lang: "de" }, retryAfter);
}
