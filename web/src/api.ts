/** HTTP client of the gateway's four endpoints, without any state of the conversation. */

import { anyOf } from "./signals.ts";
import { readAnswer, readError, readHistory } from "./wire.ts";
import type { ChatAnswer, ErrorBody, History, Language } from "./wire.ts";

export type ChatBody = { readonly message: string } | { readonly press: string };

export interface SendOptions {
  readonly token: string | null;
  /** Stays the same for every repetition of one message: the gateway then answers once. */
  readonly key: string;
  /** Sent with the first call only, while the conversation has no language of its own. */
  readonly pageLanguage: Language;
  /** The customer's identity token, also sent with the first call only. */
  readonly identity: string | null;
}

/** The gateway refused the request. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  constructor(
    readonly status: number,
    /** The gateway's text for the customer; null if it has none. */
    readonly told: ErrorBody | null,
    /** Seconds to wait before the next try; null if not given. */
    readonly retryAfter: number | null,
  ) {
    super(`the gateway answered ${status}`);
  }
}

/** No usable answer: network error, timeout, or an answer that is not the gateway's. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

// A turn may take 10 seconds at the gateway; after three times that no answer can come any more.
const ANSWER_TIMEOUT_MS = 30_000;

/** Seconds from a Retry-After header, which holds either seconds or a date. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const value = header.trim();
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

export class ChatApi {
  readonly #base: string;
  readonly #fetch: typeof fetch;

  /** `base` is the gateway's address without a trailing slash. */
  constructor(base: string, fetcher: typeof fetch = (input, init) => fetch(input, init)) {
    this.#base = base;
    this.#fetch = fetcher;
  }

  /**
   * Sends a message or a pressed button.
   *
   * @throws RefusedError the gateway answered with an error
   * @throws UnreachableError it is unknown whether the message arrived
   */
  async send(body: ChatBody, options: SendOptions): Promise<ChatAnswer> {
    const { token, key, pageLanguage, identity } = options;
    const first = {
      page_language: pageLanguage,
      ...(identity === null ? {} : { identity }),
    };
    const response = await this.#request("/api/chat", {
      method: "POST",
      headers: {
        ...this.#authorization(token),
        "Content-Type": "application/json",
        "Idempotency-Key": key,
      },
      body: JSON.stringify(token === null ? { ...body, ...first } : body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const answer = readAnswer(await this.#json(response));
    if (answer === null) throw new UnreachableError("the answer has no token");
    return answer;
  }

  /** All messages so far. Throws as {@link send} does. */
  async history(token: string, signal: AbortSignal): Promise<History> {
    const response = await this.#request("/api/chat/messages", {
      headers: this.#authorization(token),
      signal: anyOf(signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)),
    });
    return readHistory(await this.#json(response));
  }

  /** Sends the typing signal. Throws as {@link send} does. */
  async typing(token: string): Promise<void> {
    await this.#request("/api/chat/typing", {
      method: "POST",
      headers: this.#authorization(token),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  }

  /** Opens the event stream after a message id (empty: all messages). Throws as {@link send} does. */
  async events(token: string, lastId: string, signal: AbortSignal): Promise<Response> {
    return this.#request("/api/chat/events", {
      headers: {
        ...this.#authorization(token),
        Accept: "text/event-stream",
        ...(lastId === "" ? {} : { "Last-Event-ID": lastId }),
      },
      signal,
    });
  }

  #authorization(token: string | null): Record<string, string> {
    return token === null ? {} : { Authorization: `Bearer ${token}` };
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      // Never sends cookies, even if the page's own origin has set some.
      response = await this.#fetch(this.#base + path, {
        ...init,
        credentials: "omit",
        cache: "no-store",
      });
    } catch (cause) {
      throw new UnreachableError("no answer", { cause });
    }
    if (response.ok) return response;
    throw new RefusedError(
      response.status,
      readError(await response.json().catch(() => null)),
      readRetryAfter(response.headers.get("Retry-After"), Date.now()),
    );
  }

  async #json(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (cause) {
      throw new UnreachableError("the answer broke off", { cause });
    }
  }
}
