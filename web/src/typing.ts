/** Typing signals: the agent's expires without renewal; the customer's is sent every few seconds. */

import type { Clock } from "./stream.ts";

const SHOWN_MS = 6_000;
const TOLD_EVERY_MS = 3_000;

export class Typing {
  readonly #clock: Clock;
  readonly #show: (typing: boolean) => void;
  #shown: AbortController | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, show: (typing: boolean) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  /** The colleague types. */
  seen(): void {
    this.#shown?.abort();
    const shown = new AbortController();
    this.#shown = shown;
    this.#show(true);
    void this.#clock.wait(SHOWN_MS, shown.signal).then(() => {
      if (this.#shown === shown) this.over();
    });
  }

  /** The colleague has sent the line, or no longer answers. */
  over(): void {
    if (this.#shown === null) return;
    this.#shown.abort();
    this.#shown = null;
    this.#show(false);
  }

  /** The customer types; a lost signal does no harm. */
  own(tell: () => Promise<void>): void {
    const now = this.#clock.now();
    if (now - this.#toldAt < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    tell().catch(() => undefined);
  }
}
