/** Timer for the notice that an answer takes longer. */

// A quick answer needs no notice.
const SLOW_AFTER_MS = 500;

export class Patience {
  readonly #onOver: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #over = false;

  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Sets whether an answer is awaited; the timer starts with the first of several calls. */
  watch(waiting: boolean): void {
    if (waiting && this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#over = true;
        this.#onOver();
      }, SLOW_AFTER_MS);
    } else if (!waiting && this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#over = false;
    }
  }
}
