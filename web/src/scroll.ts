/** Scrolling: follows the newest message, unless the customer has scrolled up. */

const NEAR_END_PX = 48;
const GAP_PX = 8;
// Scrolling by a page keeps the last lines of the previous page visible.
const PAGE_SHARE = 0.85;

/** What is below the visible part: nothing, the rest of a message, or a new message. */
export type Below = "nothing" | "more" | "new";

export class LogScroll {
  readonly #log: () => HTMLElement | null;
  readonly #resized = new ResizeObserver(() => {
    if (this.#atEnd) this.toEnd();
  });
  #atEnd = false;
  #top = 0;

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
    if (log === null) return true;
    const near = this.#isNearEnd(log);
    // Only scrolling up leaves the end. A log that has just become smaller has not moved, and is
    // scrolled to its end right after this.
    if (near) this.#atEnd = true;
    else if (log.scrollTop < this.#top) this.#atEnd = false;
    this.#top = log.scrollTop;
    return near;
  }

  /** Shows the introduction from its first word, which says that this is a machine. */
  toStart(): Below {
    const log = this.#log();
    if (log === null) return "nothing";
    log.scrollTop = 0;
    this.#top = 0;
    return this.#isNearEnd(log) ? "nothing" : "more";
  }

  toEnd(): void {
    const log = this.#log();
    if (log === null) return;
    log.scrollTop = log.scrollHeight;
    this.#top = log.scrollTop;
    this.#atEnd = true;
  }

  /** Scrolls one page down. */
  page(): void {
    const log = this.#log();
    if (log === null) return;
    log.scrollTop += log.clientHeight * PAGE_SHARE;
    this.note();
  }

  /**
   * Shows new rows from the first of them on, because a long answer is read from its beginning.
   * A customer who has scrolled up stays where they are.
   */
  reveal(firstNew: HTMLElement): Below {
    const log = this.#log();
    if (log === null) return "nothing";
    if (!this.#atEnd) return "new";
    const top = firstNew.getBoundingClientRect().top - log.getBoundingClientRect().top;
    const end = log.scrollHeight - log.clientHeight;
    log.scrollTop = Math.min(end, log.scrollTop + top - GAP_PX);
    this.#top = log.scrollTop;
    this.#atEnd = this.#isNearEnd(log);
    return this.#atEnd ? "nothing" : "more";
  }

  #isNearEnd(log: HTMLElement): boolean {
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  }
}
