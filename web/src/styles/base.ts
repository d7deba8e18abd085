/**
 * Colours, fonts and resets. Lengths are in em on the browser's own font size, so that neither a
 * page's odd root size nor a larger font of the customer's breaks them.
 */

import { css } from "lit";

export const base = css`
  :host {
    position: fixed;
    inset: auto 0 0 auto;
    z-index: 2147483000;
    display: block;
  }
  /* A page's own rules reach the host element and would be inherited from there: not past here. */
  section {
    all: initial;
    --ink: #17252b;
    --quiet: #4a5a61;
    --accent: #0b5560;
    --accent-strong: #083f48;
    --accent-soft: #e1eff0;
    --surface: #ffffff;
    --soft: #f1f5f6;
    --line: #d5dee1;
    --edge: #6f8087;
    --warn: #fdf3e1;
    --warn-ink: #5a3500;
    --warn-edge: #b9801f;
    display: block;
    direction: ltr;
    color-scheme: light;
    font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    font-size: medium;
    line-height: 1.5;
    color: var(--ink);
    text-align: start;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  ul,
  ol,
  h2 {
    margin: 0;
    padding: 0;
  }
  button,
  textarea {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
  }
  button:disabled,
  button[aria-disabled="true"] {
    cursor: default;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  svg {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
