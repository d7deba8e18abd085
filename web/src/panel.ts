/** Dialog of the chat: opens, closes, and adapts to the window. */

// Below this the chat fills the window. It is then a modal dialog, because the page behind it is
// covered, and keyboard focus must not move to hidden elements.
const SMALL_WINDOW = "(max-width: 30em), (max-height: 30em)";

export class Panel {
  readonly #dialog: () => HTMLDialogElement | null;
  readonly #small = matchMedia(SMALL_WINDOW);

  /** `dialog` is asked each time: the element does not exist before the first rendering. */
  constructor(dialog: () => HTMLDialogElement | null) {
    this.#dialog = dialog;
  }

  show(): void {
    const dialog = this.#dialog();
    if (dialog === null || dialog.open) return;
    if (this.#small.matches) dialog.showModal();
    // Unlike show(), this leaves the focus to the caller: a chat that is open from the start must
    // not take it from the page.
    else dialog.open = true;
  }

  hide(): void {
    this.#dialog()?.close();
  }

  /** Scrolls the input field into view if the window is too low for the whole panel. */
  showInput(): void {
    const dialog = this.#dialog();
    if (dialog !== null) dialog.scrollTop = dialog.scrollHeight;
  }

  connect(): void {
    this.#small.addEventListener("change", this.#adapt);
  }

  disconnect(): void {
    this.#small.removeEventListener("change", this.#adapt);
  }

  readonly #adapt = (): void => {
    const dialog = this.#dialog();
    if (!dialog?.open) return;
    const root = dialog.getRootNode() as ShadowRoot;
    const focused = root.activeElement;
    dialog.close();
    this.show();
    if (focused instanceof HTMLElement) focused.focus();
  };
}

/** True where focus in a text field brings up a keyboard that covers half the conversation. */
export function hasTouchKeyboard(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
