/** View of the frame: launcher, header, the status lines, and links to the plain forms. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";

import type { Below } from "../scroll.ts";
import type { ChatState } from "../state.ts";
import type { Strings } from "../strings.ts";
import type { Language } from "../wire.ts";
import { chatIcon, closeIcon, downIcon } from "./icons.ts";

export interface LauncherProps {
  readonly strings: Strings;
  readonly begun: boolean;
  readonly unread: number;
  readonly open: () => void;
}

export function launcherView({ strings, begun, unread, open }: LauncherProps): TemplateResult {
  const label = begun ? strings.launcherResume : strings.launcher;
  return html`<button
    type="button"
    id="launcher"
    class="launcher"
    aria-haspopup="dialog"
    aria-label=${unread > 0 ? `${label}, ${strings.unread(unread)}` : nothing}
    @click=${open}
  >
    ${chatIcon}<span>${label}</span>
    ${unread > 0 ? html`<span class="badge" aria-hidden="true">${unread}</span>` : nothing}
  </button>`;
}

function speakerLine({ speaker, agent }: ChatState, strings: Strings): string {
  const human = agent === null ? strings.human : strings.humanNamed(agent);
  return { bot: "", queued: strings.queued, human, closed: strings.closed }[speaker];
}

export function headerView(state: ChatState, strings: Strings, close: () => void): TemplateResult {
  return html`<header>
    <div>
      <h2 id="title">${state.speaker === "human" ? strings.titleTeam : strings.titleAssistant}</h2>
      <p class="speaker" role="status">${speakerLine(state, strings)}</p>
    </div>
    <button type="button" class="close" aria-label=${strings.close} @click=${close}>
      ${closeIcon}
    </button>
  </header>`;
}

function activityText(state: ChatState, slow: boolean, strings: Strings): string {
  const { loading, speaker, typing, agent } = state;
  if (loading) return strings.loading;
  if (typing) return strings.typing(agent ?? strings.authorTeam);
  if (!slow) return "";
  return speaker === "bot" || speaker === "closed" ? strings.pending : strings.pendingTeam;
}

function lineText({ online, connected }: ChatState, strings: Strings): string {
  if (!online) return strings.offline;
  return connected ? "" : strings.reconnecting;
}

export interface FootProps {
  readonly strings: Strings;
  readonly state: ChatState;
  /** The wait for an answer is long enough for a notice. */
  readonly slow: boolean;
  readonly below: Below;
  readonly goDown: () => void;
}

/** The lines between the conversation and the input field. */
export function footView({ strings, state, slow, below, goDown }: FootProps): TemplateResult {
  return html`<div class="foot">
      <p role="status">${activityText(state, slow, strings)}</p>
      ${below === "nothing"
        ? nothing
        : html`<button type="button" class="below" @click=${goDown}>
            ${downIcon}<span>${below === "new" ? strings.newBelow : strings.moreBelow}</span>
          </button>`}
    </div>
    <p class="line" role="status">${lineText(state, strings)}</p>`;
}

const FORMS: Readonly<Record<Language, { readonly cancel: string; readonly withdraw: string }>> = {
  de: { cancel: "/kuendigen", withdraw: "/widerruf" },
  en: { cancel: "/cancel", withdraw: "/withdraw" },
};

/** The gateway's pages that do the same without the chat: always there, whoever speaks. */
export function formsView(strings: Strings, language: Language, api: string): TemplateResult {
  const { cancel, withdraw } = FORMS[language];
  const link = (path: string, label: string): TemplateResult =>
    html`<li>
      <a href=${api + path} target="_blank" rel="noopener noreferrer"
        >${label}<span class="hidden"> (${strings.newTab})</span></a
      >
    </li>`;
  return html`<nav class="forms" aria-label=${strings.forms}>
    <ul role="list">
      ${link(cancel, strings.cancelForm)} ${link(withdraw, strings.withdrawForm)}
    </ul>
  </nav>`;
}
