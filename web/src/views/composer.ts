/** View of the input field with its notices: length, errors, retry. */

import { html, nothing } from "lit";
import type { TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import { MESSAGE_LIMIT, measure } from "../limits.ts";
import type { ChatState, Problem } from "../state.ts";
import type { Strings } from "../strings.ts";

export interface ComposerProps {
  readonly strings: Strings;
  readonly state: ChatState;
  readonly change: (draft: string) => void;
  readonly send: () => void;
  readonly retry: () => void;
}

function problemText({ kind, text }: Problem, strings: Strings): string {
  if (kind === "told") return text;
  if (kind === "tooLong") return strings.tooLong(MESSAGE_LIMIT);
  return strings[kind];
}

function problemView(problem: Problem, { strings, retry }: ComposerProps): TemplateResult {
  return html`<div class="problem">
    <p lang=${problem.lang ?? nothing}>${problemText(problem, strings)}</p>
    ${problem.wait > 0 ? html`<p>${strings.retryIn(problem.wait)}</p>` : nothing}
    ${problem.retryable
      ? html`<button type="button" class="retry" ?disabled=${problem.wait > 0} @click=${retry}>
          ${problem.anonymously ? strings.retryAnonymously : strings.retry}
        </button>`
      : nothing}
  </div>`;
}

function counterView(draft: string, strings: Strings): TemplateResult {
  const length = measure(draft);
  const text =
    length.kind === "near"
      ? strings.charactersLeft(length.left)
      : length.kind === "over"
        ? strings.charactersOver(length.by)
        : "";
  return html`<p id="counter" class="counter ${length.kind}">${text}</p>`;
}

/** Enter sends; Shift and Enter, and Enter that confirms an input method's word, do not. */
function isSendKey(event: KeyboardEvent): boolean {
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !composing;
}

export function composerView(props: ComposerProps): TemplateResult {
  const { strings, state, change, send } = props;
  const over = measure(state.draft).kind === "over";
  const busy = state.sending || state.loading;
  return html`<form
    class="composer"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      send();
    }}
  >
    <div role="alert">
      ${state.problem === null ? nothing : problemView(state.problem, props)}
    </div>
    <label for="input">${strings.input}</label>
    <div class="field">
      <textarea
        id="input"
        rows="2"
        autocomplete="off"
        enterkeyhint="send"
        aria-describedby="input-help counter"
        aria-invalid=${over ? "true" : "false"}
        .value=${live(state.draft)}
        @input=${(event: Event) => change((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          send();
        }}
      ></textarea>
      <button type="submit" class="send" aria-disabled=${busy ? "true" : "false"}>
        ${strings.send}
      </button>
    </div>
    ${counterView(state.draft, strings)}
    <p id="input-help" class="hidden">${strings.inputHelp}</p>
  </form>`;
}
