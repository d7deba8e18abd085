/** The line above the input field that names the open request and its step. */

import { html } from "lit";
import type { TemplateResult } from "lit";

import type { ChatState } from "./state.ts";
import type { Language, Process } from "./wire.ts";

const TITLES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  de: {
    cancel: "Kündigung",
    pause: "Pause",
    withdraw: "Widerruf",
    delete_data: "Löschung der Daten",
    addon: "Zusatzprodukt kündigen",
    revoke: "Zurücknehmen",
    callback: "Rückruf",
    access_request: "Auskunft über Ihre Daten",
  },
  en: {
    cancel: "Cancellation",
    pause: "Pause",
    withdraw: "Withdrawal",
    delete_data: "Data deletion",
    addon: "Cancelling an add-on",
    revoke: "Taking it back",
    callback: "Call back",
    access_request: "Access to your data",
  },
};

const SHORT = ["details", "confirm"];

/** The steps of a kind, in their order. A kind with one question only has no numbers. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  cancel: ["details", "reason", "confirm"],
  pause: SHORT,
  withdraw: SHORT,
  delete_data: SHORT,
  access_request: SHORT,
  addon: ["addon", ...SHORT],
};

/** "Kündigung · Schritt 2 von 3"; without a number where the step is none of a fixed order. */
export function processText(process: Process | null, language: Language): string {
  const title = process === null ? undefined : TITLES[language][process.kind];
  if (process === null || title === undefined) return "";
  const steps = STEPS[process.kind] ?? [];
  const at = steps.indexOf(process.step) + 1;
  if (at === 0) return title;
  return language === "de"
    ? `${title} · Schritt ${at} von ${steps.length}`
    : `${title} · step ${at} of ${steps.length}`;
}

/** Read out once a change, as its text changes only then. */
export function processView({ process }: ChatState, language: Language): TemplateResult {
  return html`<p class="process" role="status">${processText(process, language)}</p>`;
}
