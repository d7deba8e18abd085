/** Notices when an answer has been awaited for so long that it is worth a word. */

// A quick answer needs no announcement that it is coming.
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

  /** Tells whether an answer is awaited now; the first of several tellings counts. */
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
