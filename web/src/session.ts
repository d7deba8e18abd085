/** Session: one customer's conversation with its transcript, pending message and errors. */

import { RefusedError } from "./api.ts";
import type { ChatApi, ChatBody } from "./api.ts";
import { isIdentityRefused, mayRetry } from "./attempt.ts";
import type { Attempt } from "./attempt.ts";
import { EMPTY, lengthProblem, problem, withoutMessage } from "./state.ts";
import type { ChatState, Problem } from "./state.ts";
import { MessageStream, pauseBefore } from "./stream.ts";
import type { Clock } from "./stream.ts";
import type { TokenStore } from "./tokens.ts";
import { Transcript } from "./transcript.ts";
import { Typing } from "./typing.ts";
import { compareIds } from "./wire.ts";
import type { ChatAnswer, ChatButton, ChatMessage, History, Language, Speaking } from "./wire.ts";

export interface SessionPorts {
  readonly api: Pick<ChatApi, "send" | "history" | "events" | "typing">;
  readonly tokens: TokenStore;
  readonly clock: Clock;
  readonly newKey: () => string;
  readonly pageLanguage: () => Language;
  /** Requests a fresh identity token or null; null if the site has none. */
  readonly identity: () => Promise<string | null> | null;
  readonly onChange: () => void;
}

const HISTORY_REFUSALS = 3;

export class ChatSession {
  readonly #ports: SessionPorts;
  readonly #transcript = new Transcript();
  readonly #stream: MessageStream;
  readonly #life = new AbortController();
  #attempt: Attempt | null = null;
  /** The customer has read that the sign-in was refused; later messages are sent without it. */
  #anonymous = false;
  readonly #typing: Typing;
  #state: ChatState = EMPTY;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#typing = new Typing(ports.clock, (typing) => this.#set({ typing }));
    this.#stream = new MessageStream({
      clock: ports.clock,
      connect: (lastId, signal) => ports.api.events(ports.tokens.read() ?? "", lastId, signal),
      onMessage: (message) => this.#receive([message]),
      onSpeaking: (speaking) => this.#speaks(speaking),
      onTyping: () => this.#typing.seen(),
      onLine: (connected) => this.#set({ connected }),
      onGone: () => this.#leave(),
    });
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Resumes the conversation of this tab, if any; otherwise sends no request. */
  async resume(): Promise<void> {
    const token = this.#ports.tokens.read();
    if (token === null || this.#state.loading || this.#stream.running) return;
    this.#set({ loading: true });
    const history = await this.#load(token);
    if (this.#life.signal.aborted) return;
    if (history === null) return this.#leave();
    for (const message of history.messages) this.#transcript.add(message);
    this.#set({
      entries: this.#transcript.entries,
      speaker: history.speaker ?? this.#state.speaker,
      language: history.language ?? this.#state.language,
      process: history.process,
      loading: false,
      connected: true,
    });
    this.#stream.start(this.#transcript.lastId);
  }

  /** Changes the text in the input field; a problem with the text before it is then settled. */
  setDraft(draft: string): void {
    if (draft === this.#state.draft) return;
    this.#attempt = null;
    const token = this.#ports.tokens.read();
    if (this.#state.speaker === "human" && token !== null && draft !== "") {
      this.#typing.own(() => this.#ports.api.typing(token));
    }
    this.#set({ draft, problem: lengthProblem(draft) });
  }

  /** Sends the draft. The draft of a failed message is sent again as the same message. */
  async send(): Promise<void> {
    const { draft, problem: current } = this.#state;
    const text = draft.trim();
    if (text === "" || this.#busy) return;
    const tooLong = lengthProblem(draft);
    if (tooLong !== null) return this.#set({ problem: tooLong });
    // The same words as those that just failed are the same message, not a second one.
    if (current?.retryable && this.#attempt?.shown === text) return this.retry();
    await this.#deliver(this.#attemptAt({ message: text }, text));
  }

  /** Sends a text that is not the draft (a suggestion); the draft stays as it is. */
  async say(text: string): Promise<void> {
    if (!this.#busy) await this.#deliver(this.#attemptAt({ message: text }, text));
  }

  async press(button: ChatButton): Promise<void> {
    if (this.#busy) return;
    await this.#deliver(this.#attemptAt({ press: button.id }, button.title));
  }

  /** Sends the failed message once more. Does nothing while the gateway asked to wait. */
  async retry(): Promise<void> {
    const attempt = this.#attempt;
    const current = this.#state.problem;
    if (attempt === null || !current?.retryable || current.wait > 0 || this.#busy) return;
    await this.#deliver(attempt);
  }

  /** Sets whether the device is online. */
  setOnline(online: boolean): void {
    this.#set({ online });
    if (online) this.#stream.hurry();
  }

  /** Closes the stream while the page is hidden. */
  pause(): void {
    this.#stream.stop();
  }

  /** Reopens the stream after {@link pause}. */
  unpause(): void {
    if (this.#ports.tokens.read() !== null && !this.#state.loading) this.#stream.resume();
  }

  /** Ends all work; the session cannot be used after it. */
  dispose(): void {
    this.#life.abort();
    this.#stream.stop();
  }

  get #busy(): boolean {
    return this.#state.sending || this.#state.loading;
  }

  #attemptAt(body: ChatBody, shown: string): Attempt {
    const after = this.#transcript.lastId;
    return { body, key: this.#ports.newKey(), shown, after, arrived: false };
  }

  async #deliver(attempt: Attempt): Promise<void> {
    const { api, tokens, pageLanguage } = this.#ports;
    const { body, key, shown, arrived } = attempt;
    const { draft, language } = this.#state;
    const echo = arrived ? null : this.#transcript.addEcho(shown, language);
    this.#attempt = attempt;
    this.#set({
      entries: this.#transcript.entries,
      draft: "message" in body ? withoutMessage(draft, body.message) : draft,
      sending: true,
      problem: null,
    });
    try {
      // What follows a closed conversation is the first message of a new one.
      const token = this.#ends(body) ? null : tokens.read();
      // Fresh for every try: a token is valid once, and the lost try may have used it.
      const asked = token === null && !this.#anonymous ? this.#ports.identity() : null;
      const identity = asked === null ? null : await asked;
      if (asked !== null && this.#life.signal.aborted) return;
      const answer = await api.send(body, { token, key, pageLanguage: pageLanguage(), identity });
      if (!this.#life.signal.aborted) this.#accept(answer, echo);
    } catch (error) {
      if (!this.#life.signal.aborted) this.#fail(error, attempt, echo);
    }
  }

  #ends(body: ChatBody): boolean {
    return this.#state.speaker === "closed" && "message" in body;
  }

  #accept(answer: ChatAnswer, echo: string | null): void {
    this.#attempt = null;
    this.#anonymous = false;
    const before = this.#ports.tokens.read();
    this.#ports.tokens.write(answer.token);
    if (before !== null && before !== answer.token) {
      // The old conversation stays on the page, and its stream has nothing more to send.
      this.#stream.stop();
      this.#transcript.archive(null, echo);
      this.#set({ agent: null });
    }
    const others = answer.messages.filter(({ role }) => role !== "customer");
    if (echo !== null) this.#transcript.settleEcho(echo, others.map(({ id }) => id));
    this.#receive(answer.messages);
    this.#set({
      sending: false,
      speaker: answer.speaker ?? this.#state.speaker,
      language: answer.language ?? this.#state.language,
      process: answer.process,
    });
    this.#stream.start(this.#transcript.lastId);
  }

  #fail(error: unknown, attempt: Attempt, echo: string | null): void {
    const seen = echo !== null && this.#transcript.failEcho(echo);
    const arrived = attempt.arrived || seen;
    this.#attempt = null;
    this.#set({ entries: this.#transcript.entries, sending: false });
    if (!(error instanceof RefusedError)) {
      // What the stream has just shown is being answered there.
      if (seen) return;
      this.#attempt = attempt;
      this.#restore(attempt);
      this.#set({ problem: problem("unreachable", { retryable: true }) });
      return;
    }
    this.#restore(attempt);
    if (error.status === 401 && this.#ports.tokens.read() !== null) return this.#leave();
    const anonymously = isIdentityRefused(error);
    if (anonymously) this.#anonymous = true;
    const retryable = anonymously || mayRetry(error);
    const wait = retryable ? (error.retryAfter ?? 0) : 0;
    this.#attempt = retryable ? { ...attempt, arrived } : null;
    const { told } = error;
    const stated =
      told === null
        ? problem("refused", { retryable, wait })
        : problem("told", { text: told.message, lang: told.lang, retryable, wait, anonymously });
    this.#set({ problem: stated });
    if (wait > 0) void this.#allowLater(stated);
  }

  /** Puts a failed message back into the input field, before what was typed in the meantime. */
  #restore({ body }: Attempt): void {
    if (!("message" in body)) return;
    const typed = this.#state.draft;
    this.#set({ draft: typed.trim() === "" ? body.message : `${body.message}\n${typed}` });
  }

  async #allowLater(stated: Problem): Promise<void> {
    await this.#ports.clock.wait(stated.wait * 1_000, this.#life.signal);
    if (this.#state.problem === stated) this.#set({ problem: { ...stated, wait: 0 } });
  }

  #speaks({ speaker, name }: Speaking): void {
    this.#typing.over();
    // What a person has taken over is not open with the assistant any more.
    this.#set({ speaker, agent: name, ...(speaker === "bot" ? {} : { process: null }) });
  }

  #receive(messages: readonly ChatMessage[]): void {
    let { received, speaker } = this.#state;
    for (const message of messages) {
      if (!this.#transcript.add(message)) continue;
      if (message.role === "customer") this.#recognise(message);
      else received += 1;
      if (message.role === "human") {
        speaker = "human";
        this.#typing.over();
      }
      // The assistant speaks after an agent only once the agent has handed back.
      if (message.role === "bot" && speaker === "human") speaker = "bot";
    }
    this.#set({ entries: this.#transcript.entries, received, speaker });
  }

  /** A failed message appears on the stream: it did arrive. */
  #recognise(message: ChatMessage): void {
    const failed = this.#attempt;
    const { sending, draft, problem: current } = this.#state;
    if (failed === null || sending || compareIds(message.id, failed.after) <= 0) return;
    if (current?.kind !== "unreachable") {
      // The gateway has it and refused to answer: sending again asks for the answer only.
      this.#attempt = { ...failed, arrived: true };
      return;
    }
    this.#attempt = null;
    this.#set({
      problem: null,
      draft: "message" in failed.body ? withoutMessage(draft, failed.body.message) : draft,
    });
  }

  /** The gateway has forgotten the conversation: the next message starts a new one. */
  #leave(): void {
    this.#stream.stop();
    this.#ports.tokens.clear();
    this.#attempt = null;
    this.#transcript.archive("gone");
    this.#set({
      entries: this.#transcript.entries,
      speaker: "bot",
      agent: null,
      process: null,
      loading: false,
      connected: true,
      problem: null,
    });
  }

  /** Fetches the history; null if the conversation cannot be resumed. */
  async #load(token: string): Promise<History | null> {
    const { api, clock } = this.#ports;
    let refusals = 0;
    for (let attempt = 0; !this.#life.signal.aborted; attempt += 1) {
      try {
        return await api.history(token, this.#life.signal);
      } catch (error) {
        if (error instanceof RefusedError) {
          refusals += 1;
          // Better a new conversation than a customer who cannot write at all.
          if (error.status === 401 || refusals >= HISTORY_REFUSALS) return null;
        }
        if (attempt >= 1) this.#set({ connected: false });
        await clock.wait(pauseBefore(attempt, clock.random(), 0), this.#life.signal);
      }
    }
    return null;
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    this.#ports.onChange();
  }
}
