/** Transcript: the messages in order, each once, whether they came by answer or stream. */

import { compareIds } from "./wire.ts";
import type { ChatMessage, Language, Role, Speaker } from "./wire.ts";

/** A line the widget itself adds; its text follows the language of the widget. */
export type NoticeKey = "gone";

export interface Entry {
  /** Stable for as long as the entry is on the page. */
  readonly key: string;
  readonly message: ChatMessage;
  readonly notice: NoticeKey | null;
  /** Being sent to the gateway. */
  readonly pending: boolean;
}

/** Between which message ids the gateway must have put one of our own messages. */
interface Span {
  readonly after: string;
  readonly before: string | null;
}

function local(role: Role, text: string, lang: Language | null): ChatMessage {
  return { id: "", role, text, author: null, lang, buttons: [], attachments: [] };
}

export class Transcript {
  #entries: readonly Entry[] = [];
  #count = 0;
  #known = new Set<string>();
  #lastId = "";
  /** Own messages that are shown already, but whose id is not known yet. */
  readonly #spans = new Map<string, Span>();

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** The greatest id seen; empty at the start. */
  get lastId(): string {
    return this.#lastId;
  }

  /** Takes a message from the gateway. Returns false if it is on the page already. */
  add(message: ChatMessage): boolean {
    if (this.#known.has(message.id)) return false;
    this.#known.add(message.id);
    if (compareIds(message.id, this.#lastId) > 0) this.#lastId = message.id;
    if (message.role === "customer" && this.#adopt(message)) return false;
    this.#insert({ key: this.#newKey(), message, notice: null, pending: false });
    return true;
  }

  /** Shows a message of our own before the gateway has answered; returns its key. */
  addEcho(text: string, lang: Language | null): string {
    const key = this.#newKey();
    const message = local("customer", text, lang);
    this.#entries = [...this.#entries, { key, message, notice: null, pending: true }];
    this.#spans.set(key, { after: this.#lastId, before: null });
    return key;
  }

  /** The gateway has accepted the message and answered with these ids. */
  settleEcho(key: string, answerIds: readonly string[]): void {
    const span = this.#spans.get(key);
    if (span !== undefined) {
      const before = [...answerIds].sort(compareIds)[0] ?? null;
      this.#spans.set(key, { ...span, before });
    }
    this.#replace(key, (entry) => ({ ...entry, pending: false }));
  }

  /**
   * No answer came. Takes the message off the page and returns false, unless the stream has shown
   * that it did arrive: then it stays, and this returns true.
   */
  failEcho(key: string): boolean {
    if (!this.#spans.delete(key)) return true;
    this.#entries = this.#entries.filter((entry) => entry.key !== key);
    return false;
  }

  /**
   * Ends the conversation: what is shown stays, the ids of a new one may start over. With an
   * `echo`, that message of our own already belongs to the new one.
   */
  archive(notice: NoticeKey | null, echo: string | null = null): void {
    this.#entries = this.#entries.map((entry) =>
      entry.key === echo
        ? entry
        : { ...entry, pending: false, message: { ...entry.message, id: "", buttons: [] } },
    );
    if (notice !== null) {
      const message = local("system", "", null);
      this.#entries = [
        ...this.#entries,
        { key: this.#newKey(), message, notice, pending: false },
      ];
    }
    this.#known = new Set();
    this.#spans.clear();
    if (echo !== null) this.#spans.set(echo, { after: "", before: null });
    this.#lastId = "";
  }

  /**
   * Recognises one of our own messages by its place between the others. Not by its text: the
   * gateway masks card numbers and passwords, and the page has to show the masked text.
   */
  #adopt(message: ChatMessage): boolean {
    for (const [key, { after, before }] of this.#spans) {
      if (compareIds(message.id, after) <= 0) continue;
      if (before !== null && compareIds(message.id, before) > 0) continue;
      this.#spans.delete(key);
      this.#replace(key, (entry) => ({ ...entry, message, pending: false }));
      return true;
    }
    return false;
  }

  #insert(entry: Entry): void {
    let at = this.#entries.length;
    for (; at > 0; at -= 1) {
      const id = this.#entries[at - 1]?.message.id ?? "";
      if (id === "" || compareIds(id, entry.message.id) < 0) break;
    }
    this.#entries = this.#entries.toSpliced(at, 0, entry);
  }

  #replace(key: string, change: (entry: Entry) => Entry): void {
    this.#entries = this.#entries.map((entry) => (entry.key === key ? change(entry) : entry));
  }

  #newKey(): string {
    this.#count += 1;
    return `m${this.#count}`;
  }
}

/**
 * The key of the entry whose buttons may be pressed, or null.
 *
 * It is the latest message with buttons, as long as neither the customer nor a person has written
 * after it: older questions are settled. In the queue customers write on, and may leave it still.
 * With a person, no button leads anywhere.
 */
export function activeChoice(entries: readonly Entry[], speaker: Speaker): string | null {
  if (speaker === "human") return null;
  for (const { key, message } of entries.toReversed()) {
    if (message.role === "human") return null;
    if (message.role === "customer" && speaker !== "queued") return null;
    if (message.role !== "customer" && message.buttons.length > 0) return key;
  }
  return null;
}
