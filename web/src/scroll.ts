/** Keeps the newest message in sight, but never takes the customer away from what they read. */

const NEAR_END_PX = 48;
const GAP_PX = 8;

export class LogScroll {
  readonly #log: () => HTMLElement | null;
  readonly #resized = new ResizeObserver(() => {
    if (this.#atEnd) this.toEnd();
  });
  #atEnd = true;

  constructor(log: () => HTMLElement | null) {
    this.#log = log;
  }

  /** Follows changes of the log's size (a growing input field, a turned phone). */
  observe(): void {
    const log = this.#log();
    if (log !== null) this.#resized.observe(log);
  }

  disconnect(): void {
    this.#resized.disconnect();
  }

  /** To be called on every scroll event; returns whether the end is in sight. */
  note(): boolean {
    const log = this.#log();
    this.#atEnd =
      log === null || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    return this.#atEnd;
  }

  toEnd(): void {
    const log = this.#log();
    if (log === null) return;
    log.scrollTop = log.scrollHeight;
    this.#atEnd = true;
  }

  /**
   * Shows new rows from the first of them on: a long answer is read from its beginning. Returns
   * false where the customer has scrolled up and should be told instead.
   */
  reveal(firstNew: HTMLElement): boolean {
    const log = this.#log();
    if (log === null || !this.#atEnd) return false;
    const top = firstNew.getBoundingClientRect().top - log.getBoundingClientRect().top;
    const end = log.scrollHeight - log.clientHeight;
    log.scrollTop = Math.min(end, log.scrollTop + top - GAP_PX);
    this.note();
    return true;
  }
}
