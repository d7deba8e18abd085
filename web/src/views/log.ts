/** View of the conversation: introduction, messages, and the buttons of the latest question. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Strings } from "../strings.ts";
import { attachmentHref } from "../text.ts";
import { activeChoice } from "../transcript.ts";
import type { Entry } from "../transcript.ts";
import type { ChatButton, ChatMessage, Language, Role, Speaker } from "../wire.ts";
import { fileIcon } from "./icons.ts";
import { textView } from "./text.ts";

export interface LogActions {
  readonly say: (text: string) => void;
  readonly press: (button: ChatButton) => void;
}

export interface LogProps extends LogActions {
  readonly strings: Strings;
  readonly language: Language;
  readonly entries: readonly Entry[];
  /** A message is pending or loading: buttons are disabled. */
  readonly busy: boolean;
  readonly speaker: Speaker;
  readonly api: string;
}

function author(role: Role, strings: Strings): string {
  return {
    customer: strings.authorCustomer,
    bot: strings.authorAssistant,
    human: strings.authorTeam,
    system: strings.authorSystem,
  }[role];
}

export function introView({ strings, language, busy, say }: LogProps): TemplateResult {
  const other: Language = language === "de" ? "en" : "de";
  const texts = [strings.suggestCancel, strings.suggestPause, strings.suggestQuestion];
  return html`<div class="intro">
    <p>${strings.intro}</p>
    <p class="languages">
      ${strings.languages} <span lang=${other}>${strings.languagesOther}</span>
    </p>
    <div class="choices" role="group" aria-labelledby="suggestions">
      <p id="suggestions">${strings.suggestions}</p>
      ${texts.map(
        (text) =>
          html`<button type="button" ?disabled=${busy} @click=${() => say(text)}>${text}</button>`,
      )}
    </div>
  </div>`;
}

function attachmentsView(message: ChatMessage, { strings, api }: LogProps): TemplateResult | typeof nothing {
  if (message.attachments.length === 0) return nothing;
  return html`<ul class="files" role="list" aria-label=${strings.attachments}>
    ${message.attachments.map(({ name, url }) => {
      const href = attachmentHref(url, api);
      return html`<li>
        ${href === null
          ? name
          : html`<a href=${href} download=${name} target="_blank" rel="noopener noreferrer"
              >${fileIcon}<span>${name}</span></a
            >`}
      </li>`;
    })}
  </ul>`;
}

function choicesView(
  message: ChatMessage,
  active: boolean,
  { strings, press }: LogProps,
): TemplateResult | typeof nothing {
  if (message.buttons.length === 0) return nothing;
  return html`<div class="choices" role="group" aria-label=${strings.choices}>
    ${message.buttons.map(
      (button) =>
        html`<button type="button" ?disabled=${!active} @click=${() => press(button)}>
          ${button.title}
        </button>`,
    )}
  </div>`;
}

function entryView({ message, notice, pending }: Entry, active: boolean, props: LogProps): TemplateResult {
  const { strings, language } = props;
  const { role } = message;
  const text = notice === null ? message.text : strings[notice];
  const lang = notice === null ? (message.lang ?? language) : language;
  return html`<li class="row ${role} ${pending ? "pending" : ""}">
    <p class="author ${role === "human" ? "" : "hidden"}">${message.author ?? author(role, strings)}:</p>
    <div class="bubble" lang=${lang}>${textView(text, strings.newTab)}</div>
    <div class="extras" lang=${lang}>
      ${attachmentsView(message, props)} ${choicesView(message, active, props)}
    </div>
  </li>`;
}

/** The list of messages. The element around it is the live region. */
export function entriesView(props: LogProps): TemplateResult {
  const active = props.busy ? null : activeChoice(props.entries, props.speaker);
  return html`<ol role="list">
    ${repeat(
      props.entries,
      ({ key }) => key,
      (entry) => entryView(entry, entry.key === active, props),
    )}
  </ol>`;
}
