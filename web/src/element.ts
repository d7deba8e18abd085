/** Custom element: binds the session to the page, and manages focus and scrolling. */

import { html, LitElement, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";

import { ChatApi } from "./api.ts";
import { browserClock } from "./clock.ts";
import { apiBase, chooseLanguage } from "./embed.ts";
import { askIdentity, identityFrom } from "./identity.ts";
import type { IdentitySource } from "./identity.ts";
import { hasTouchKeyboard, Panel } from "./panel.ts";
import { Patience } from "./patience.ts";
import { processView } from "./process.ts";
import { LogScroll } from "./scroll.ts";
import type { Below } from "./scroll.ts";
import { ChatSession } from "./session.ts";
import { EMPTY } from "./state.ts";
import type { ChatState } from "./state.ts";
import { STRINGS } from "./strings.ts";
import { styles } from "./styles/index.ts";
import { newKey, sessionTokens } from "./tokens.ts";
import type { TokenStore } from "./tokens.ts";
import { composerView } from "./views/composer.ts";
import { footView, formsView, headerView, launcherView } from "./views/frame.ts";
import { entriesView, introView } from "./views/log.ts";
import type { LogProps } from "./views/log.ts";
import type { ChatButton, Language } from "./wire.ts";

/**
 * `<fairwell-chat lang="de" api="https://host" identity-url="/who" open>`
 *
 * `lang` is the language before the conversation has one (default: the page's), `api` the address
 * of the gateway (default: where this script came from; read when the element is put on a page),
 * `open` shows the chat and follows it. `identity-url`, or the property `identity`, identifies the
 * customer: see docs/sign-in.md.
 */
export class FairwellChat extends LitElement {
  static override readonly properties = {
    pageLanguage: { attribute: "lang" },
    api: {},
    identityUrl: { attribute: "identity-url" },
    identity: { attribute: false },
    open: { type: Boolean, reflect: true },
  };
  static override readonly styles = styles;

  declare pageLanguage: string | null;
  declare api: string | null;
  declare identityUrl: string | null;
  declare identity: IdentitySource | null;
  declare open: boolean;

  readonly #panel = new Panel(() => this.renderRoot.querySelector("dialog"));
  readonly #patience = new Patience(() => this.requestUpdate());
  readonly #scroll = new LogScroll(() => this.renderRoot.querySelector<HTMLElement>("#log"));
  #session: ChatSession | null = null;
  #tokens: TokenStore | null = null;
  #page: AbortController | null = null;
  #base = "";
  #drawn: ChatState = EMPTY;
  #seen = 0;
  #below: Below = "nothing";
  /** Where focus goes once the panel has changed; a page that opens itself keeps its focus. */
  #moveFocus = false;

  constructor() {
    super();
    this.pageLanguage = null;
    this.api = null;
    this.identityUrl = null;
    this.identity = null;
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#base = apiBase(this.api, import.meta.url);
    this.#tokens = sessionTokens(this.#base, () => sessionStorage);
    this.#page = new AbortController();
    const { signal } = this.#page;
    addEventListener("online", () => this.#session?.setOnline(true), { signal });
    addEventListener("offline", () => this.#session?.setOnline(false), { signal });
    addEventListener("pagehide", () => this.#session?.pause(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#session?.unpause(), { signal });
    this.#panel.connect();
    if (this.hasUpdated) this.#scroll.observe();
    void this.#begin(this.#tokens).resume();
  }

  /** Forgets the conversation, as when the customer signs out of the site; the next one is new. */
  startOver(): void {
    if (this.#tokens === null) return;
    this.#session?.dispose();
    this.#tokens.clear();
    this.#begin(this.#tokens);
    this.#seen = 0;
    this.#below = "nothing";
    this.#changed();
  }

  #begin(tokens: TokenStore): ChatSession {
    const session = new ChatSession({
      api: new ChatApi(this.#base),
      tokens,
      clock: browserClock,
      newKey,
      pageLanguage: () => this.#pageLanguage,
      identity: () => {
        const source = this.identity ?? identityFrom(this.identityUrl, location.href);
        return source === null ? null : askIdentity(source);
      },
      onChange: () => this.#changed(),
    });
    this.#session = session;
    if (!navigator.onLine) session.setOnline(false);
    return session;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#page?.abort();
    this.#session?.dispose();
    this.#session = null;
    this.#tokens = null;
    this.#panel.disconnect();
    this.#scroll.disconnect();
  }

  override render(): TemplateResult {
    const state = this.#state;
    const language = this.#language;
    const strings = STRINGS[language];
    const unread = this.open ? 0 : state.received - this.#seen;
    const props: LogProps = {
      strings,
      language,
      entries: state.entries,
      busy: state.sending || state.loading,
      speaker: state.speaker,
      api: this.#base,
      say: (text) => this.#choose((session) => session.say(text)),
      press: (button: ChatButton) => this.#choose((session) => session.press(button)),
    };
    const begun = state.entries.some(({ notice }) => notice === null);
    return html`<section lang=${language} aria-label=${strings.region}>
      ${this.open
        ? nothing
        : launcherView({ strings, begun, unread, open: () => this.#toggle(true) })}
      <p class="hidden" role="status">${unread > 0 ? strings.unread(unread) : ""}</p>
      <dialog
        class="panel"
        aria-labelledby="title"
        @cancel=${this.#cancelled}
        @close=${this.#closed}
        @keydown=${this.#keyPressed}
      >
        ${headerView(state, strings, () => this.#toggle(false))}
        <div
          id="log"
          role="log"
          aria-live="polite"
          aria-label=${strings.log}
          tabindex="0"
          @scroll=${this.#scrolled}
        >
          ${begun || state.loading ? nothing : introView(props)} ${entriesView(props)}
        </div>
        ${footView({
          strings,
          state,
          slow: this.#patience.over,
          below: this.#below,
          goDown: this.#goDown,
        })}
        ${processView(state, language)}
        ${composerView({
          strings,
          state,
          change: (draft) => this.#session?.setDraft(draft),
          send: () => void this.#session?.send(),
          retry: () => this.#choose((session) => session.retry()),
        })}
        ${formsView(strings, language, this.#base)}
      </dialog>
    </section>`;
  }

  protected override firstUpdated(): void {
    this.#scroll.observe();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("open")) this.#applyOpen(changed.get("open"));
    this.#followEntries();
    const { problem } = this.#state;
    if (problem !== null && problem !== this.#drawn.problem) this.#panel.showInput();
    this.#drawn = this.#state;
  }

  get #state(): ChatState {
    return this.#session?.state ?? EMPTY;
  }

  get #pageLanguage(): Language {
    const { lang } = document.documentElement;
    return chooseLanguage(this.pageLanguage, lang, navigator.language);
  }

  get #language(): Language {
    return this.#state.language ?? this.#pageLanguage;
  }

  #changed(): void {
    const { sending, received } = this.#state;
    if (this.open) this.#seen = received;
    this.#patience.watch(sending);
    this.requestUpdate();
  }

  /** Performs a button's action. The button is removed or disabled by it, so focus moves first. */
  #choose(act: (session: ChatSession) => Promise<void>): void {
    this.#focusPanel();
    if (this.#session !== null) void act(this.#session);
  }

  #toggle(open: boolean): void {
    this.#moveFocus = true;
    this.open = open;
  }

  #applyOpen(before: boolean | undefined): void {
    const moveFocus = this.#moveFocus;
    this.#moveFocus = false;
    if (this.open) {
      this.#seen = this.#state.received;
      this.#panel.show();
      if (this.#state.entries.length === 0) this.#setBelow(this.#scroll.toStart());
      else this.#scroll.toEnd();
      if (moveFocus) this.#focusPanel();
    } else if (before === true) {
      this.#panel.hide();
      if (moveFocus) this.#focus("#launcher");
    }
  }

  #followEntries(): void {
    const { entries } = this.#state;
    const before = this.#drawn.entries;
    if (!this.open || entries === before) return;
    const last = entries.at(-1);
    if (last?.pending || before.length === 0) {
      this.#scroll.toEnd();
      return this.#setBelow("nothing");
    }
    const known = new Set(before.map(({ key }) => key));
    const at = entries.findIndex(({ key }) => !known.has(key));
    const row = this.renderRoot.querySelectorAll<HTMLElement>("#log > ol > li")[at];
    if (row !== undefined) this.#setBelow(this.#scroll.reveal(row));
  }

  readonly #goDown = (): void => {
    if (this.#below === "new") this.#scroll.toEnd();
    else this.#scroll.page();
    this.#scrolled();
    // The button disappears at the end; keyboard focus needs another place.
    if (this.#below === "nothing") this.#focusPanel();
  };

  readonly #scrolled = (): void => {
    if (this.#scroll.note()) this.#setBelow("nothing");
  };

  #setBelow(below: Below): void {
    if (below === this.#below) return;
    this.#below = below;
    this.requestUpdate();
  }

  readonly #keyPressed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    this.#toggle(false);
  };

  /** The browser's own ways to leave a modal dialog: Esc, or "back" on a phone. */
  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#toggle(false);
  };

  readonly #closed = (event: Event): void => {
    if (this.open && !(event.target as HTMLDialogElement).open) this.#toggle(false);
  };

  #focusPanel(): void {
    this.#focus(hasTouchKeyboard() ? "#log" : "#input");
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
