/** Inline icons, so that nothing is fetched. All are decorative. */

import { html, svg } from "lit";
import type { SVGTemplateResult, TemplateResult } from "lit";

function icon(shape: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;
}

export const chatIcon = icon(svg`<path d="M4 5.5h16v11H11l-4.5 3.5v-3.5H4z"></path>`);
export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18"></path>`);
export const fileIcon = icon(svg`<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14"></path>`);
export const downIcon = icon(svg`<path d="M12 5v14m-6-6l6 6 6-6"></path>`);
