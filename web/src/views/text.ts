/** View of a message's parts. All external data becomes a text node or a checked href. */

import { html } from "lit";
import type { TemplateResult } from "lit";

import { readText } from "../text.ts";
import type { Inline, Line } from "../text.ts";

function inlineView(part: Inline, newTab: string): TemplateResult | string {
  if (part.kind === "text") return part.text;
  if (!part.href.startsWith("https:")) return html`<a href=${part.href}>${part.text}</a>`;
  return html`<a href=${part.href} target="_blank" rel="noopener noreferrer"
    >${part.text}<span class="hidden"> (${newTab})</span></a
  >`;
}

function lineView(line: Line, newTab: string): (TemplateResult | string)[] {
  return line.map((part) => inlineView(part, newTab));
}

/** A whole message; `newTab` is said to screen readers behind links that open one. */
export function textView(text: string, newTab: string): TemplateResult[] {
  return readText(text).map((block) =>
    block.kind === "list"
      ? html`<ul>
          ${block.items.map((item) => html`<li>${lineView(item, newTab)}</li>`)}
        </ul>`
      : html`<p>
          ${block.lines.map((line, at) =>
            at === 0 ? lineView(line, newTab) : html`<br />${lineView(line, newTab)}`,
          )}
        </p>`,
  );
}
