/** SSE client with event replay: after every break it resumes from the last id. */

import { RefusedError } from "./api.ts";
import { anyOf } from "./signals.ts";
import { EventParser } from "./sse.ts";
import { readMessage, readSpeaking } from "./wire.ts";
import type { ChatMessage, Speaking } from "./wire.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
// The gateway sends a comment every few seconds; silence this long means a dead line.
const SILENCE_MS = 60_000;
// After a connection of this length the backoff starts from the beginning.
const STEADY_MS = 10_000;

/** Milliseconds before try number `attempt` (from 0): doubling, spread out, at least `floor`. */
export function pauseBefore(attempt: number, random: number, floor: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
  return Math.max(floor, Math.round(full * (0.5 + random / 2)));
}

/** Clock and randomness, replaceable in tests. */
export interface Clock {
  now(): number;
  random(): number;
  /** Resolves after the time, or as soon as the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export interface StreamPorts {
  connect(lastId: string, signal: AbortSignal): Promise<Response>;
  clock: Clock;
  onMessage(message: ChatMessage): void;
  /** The speaker has changed. */
  onSpeaking(speaking: Speaking): void;
  /** A colleague is typing. */
  onTyping(): void;
  /** The connection is up again, or has failed more than once in a row. */
  onLine(up: boolean): void;
  /** The gateway no longer knows the conversation; the stream has stopped. */
  onGone(): void;
}

export class MessageStream {
  readonly #ports: StreamPorts;
  #running: AbortController | null = null;
  #pause: AbortController | null = null;
  #lastId = "";

  constructor(ports: StreamPorts) {
    this.#ports = ports;
  }

  get running(): boolean {
    return this.#running !== null;
  }

  /**
   * Opens the stream after `lastId`; does nothing if it is open.
   *
   * From then on the position moves only with what the stream itself delivered: an answer to a
   * POST can be ahead of a message that was pushed while the connection was down.
   */
  start(lastId: string): void {
    if (this.#running !== null) return;
    this.#lastId = lastId;
    this.resume();
  }

  /** Opens the stream again where {@link stop} left it. */
  resume(): void {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#pause?.abort();
    this.#running = null;
  }

  /** Ends the pause before the next try, if there is one: the network has come back. */
  hurry(): void {
    this.#pause?.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    let attempt = 0;
    while (!signal.aborted) {
      const since = clock.now();
      let floor = 0;
      try {
        floor = await this.#listen(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof RefusedError) {
          if (error.status === 401) {
            this.#running = null;
            this.#ports.onGone();
            return;
          }
          floor = (error.retryAfter ?? 0) * 1_000;
        }
      }
      if (signal.aborted) return;
      if (clock.now() - since >= STEADY_MS) attempt = 0;
      // One quick reconnect is normal (a deploy, a sleeping phone) and needs no notice.
      if (attempt >= 1) this.#ports.onLine(false);
      this.#pause = new AbortController();
      await clock.wait(pauseBefore(attempt, clock.random(), floor), this.#pause.signal);
      attempt += 1;
    }
  }

  /** Reads one connection to its end; returns the pause the server asked for. */
  async #listen(signal: AbortSignal): Promise<number> {
    const connection = new AbortController();
    const both = anyOf(signal, connection.signal);
    try {
      const response = await this.#ports.connect(this.#lastId, both);
      if (response.body === null) return 0;
      if (signal.aborted) return 0;
      this.#ports.onLine(true);
      return await this.#read(response.body.getReader(), both);
    } finally {
      connection.abort();
    }
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal): Promise<number> {
    const parser = new EventParser();
    const decoder = new TextDecoder();
    for (;;) {
      const chunk = await this.#chunk(reader, signal);
      if (signal.aborted || chunk === null) return parser.retry ?? 0;
      for (const event of parser.push(decoder.decode(chunk, { stream: true }))) {
        this.#deliver(event.type, event.data);
        if (event.id !== "") this.#lastId = event.id;
      }
    }
  }

  /** The next bytes; null at the end, and after a silence that is too long. */
  async #chunk(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    signal: AbortSignal,
  ): Promise<Uint8Array | null> {
    const heard = new AbortController();
    const silence = this.#ports.clock
      .wait(SILENCE_MS, anyOf(signal, heard.signal))
      .then(() => null);
    try {
      const result = await Promise.race([reader.read(), silence]);
      return result === null || result.done ? null : result.value;
    } finally {
      heard.abort();
    }
  }

  #deliver(type: string, data: string): void {
    let raw: unknown;
    try {
      raw = JSON.parse(data);
    } catch {
      return; // One broken event must not cost the customer the ones after it.
    }
    if (type === "message") {
      const message = readMessage(raw);
      if (message !== null) this.#ports.onMessage(message);
    } else if (type === "speaker") {
      const speaking = readSpeaking(raw);
      if (speaking !== null) this.#ports.onSpeaking(speaking);
    } else if (type === "typing") this.#ports.onTyping();
  }
}
