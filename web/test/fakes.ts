/** Stand-ins for the gateway, the clock and the browser's storage, shared by the tests. */

import type { ChatBody, SendOptions } from "../src/api.ts";
import type { Clock } from "../src/stream.ts";
import type { TokenStore } from "../src/tokens.ts";
import type { ChatAnswer, ChatMessage, History } from "../src/wire.ts";

export function message(id: string, details: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id,
    role: "bot",
    text: `text ${id}`,
    author: null,
    lang: "de",
    buttons: [],
    attachments: [],
    ...details,
  };
}

/** Time that passes only when told to; each wait is kept until then. */
export class FakeClock implements Clock {
  readonly waits: { readonly ms: number; readonly pass: () => void }[] = [];
  #now = 0;

  now(): number {
    return this.#now;
  }

  random(): number {
    return 1;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wait = {
        ms,
        pass: () => {
          const at = this.waits.indexOf(wait);
          if (at >= 0) this.waits.splice(at, 1);
          resolve();
        },
      };
      if (signal.aborted) return resolve();
      this.waits.push(wait);
      signal.addEventListener("abort", wait.pass, { once: true });
    });
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** Waits until something has become true; fails the test if all work is done and it has not. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (condition()) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error(`never happened: ${what}`);
}

export class FakeTokens implements TokenStore {
  constructor(public token: string | null = null) {}

  read(): string | null {
    return this.token;
  }

  write(token: string): void {
    this.token = token;
  }

  clear(): void {
    this.token = null;
  }
}

/** One open event stream, fed by the test. */
export class FakeLine {
  readonly response: Response;
  #controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor(
    readonly lastId: string,
    signal: AbortSignal,
  ) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
    });
    signal.addEventListener("abort", () => this.break(), { once: true });
    this.response = new Response(body);
  }

  text(text: string): void {
    this.#controller.enqueue(new TextEncoder().encode(text));
  }

  event(sent: ChatMessage): void {
    this.text(`event: message\nid: ${sent.id}\ndata: ${JSON.stringify(sent)}\n\n`);
  }

  sign(type: string, data: unknown): void {
    this.text(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.#controller.close();
  }

  break(): void {
    try {
      this.#controller.error(new Error("connection lost"));
    } catch {
      // It had ended before.
    }
  }
}

interface Call {
  readonly body: ChatBody;
  readonly options: SendOptions;
  readonly answer: (answer: Partial<ChatAnswer>) => void;
  readonly refuse: (error: Error) => void;
}

/** A gateway whose answers the test gives, one call at a time. */
export class FakeGateway {
  readonly calls: Call[] = [];
  readonly lines: FakeLine[] = [];
  readonly refusals: Error[] = [];
  past: History | Error = { speaker: "bot", language: "de", messages: [], process: null };
  histories = 0;
  typings = 0;

  send(body: ChatBody, options: SendOptions): Promise<ChatAnswer> {
    return new Promise((resolve, refuse) => {
      const answer = (given: Partial<ChatAnswer>): void =>
        resolve({ token: "t1", speaker: "bot", language: "de", messages: [], process: null, ...given });
      this.calls.push({ body, options, answer, refuse });
    });
  }

  async typing(): Promise<void> {
    this.typings += 1;
  }

  async history(): Promise<History> {
    this.histories += 1;
    if (this.past instanceof Error) throw this.past;
    return this.past;
  }

  async events(_token: string, lastId: string, signal: AbortSignal): Promise<Response> {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const line = new FakeLine(lastId, signal);
    this.lines.push(line);
    return line.response;
  }
}
