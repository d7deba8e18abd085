/** Draws what is around the conversation: launcher, header, and the lines about its state. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";

import type { ChatState } from "../state.ts";
import type { Strings } from "../strings.ts";
import type { Speaker } from "../wire.ts";
import { chatIcon, closeIcon } from "./icons.ts";

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

function speakerLine(speaker: Speaker, strings: Strings): string {
  return { bot: "", queued: strings.queued, human: strings.human, closed: strings.closed }[speaker];
}

export function headerView(speaker: Speaker, strings: Strings, close: () => void): TemplateResult {
  return html`<header>
    <div>
      <h2 id="title">${speaker === "human" ? strings.titleTeam : strings.titleAssistant}</h2>
      <p class="speaker" role="status">${speakerLine(speaker, strings)}</p>
    </div>
    <button type="button" class="close" aria-label=${strings.close} @click=${close}>
      ${closeIcon}
    </button>
  </header>`;
}

function activityText({ loading, speaker }: ChatState, slow: boolean, strings: Strings): string {
  if (loading) return strings.loading;
  if (!slow) return "";
  return speaker === "bot" || speaker === "closed" ? strings.pending : strings.pendingTeam;
}

function lineText({ online, connected }: ChatState, strings: Strings): string {
  if (!online) return strings.offline;
  return connected ? "" : strings.reconnecting;
}

/** `slow`: an answer has been awaited long enough to be worth a word. */
export function statusView(state: ChatState, slow: boolean, strings: Strings): TemplateResult {
  return html`<p class="activity" role="status">${activityText(state, slow, strings)}</p>
    <p class="line" role="status">${lineText(state, strings)}</p>`;
}
