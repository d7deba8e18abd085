/** Styles of the conversation. */

import { css } from "lit";

export const log = css`
  #log {
    flex: 1 1 auto;
    min-height: 8em;
    padding: 1.15em 1.15em 0.5em;
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
  }
  #log:focus-visible {
    outline-offset: -3px;
  }
  .intro > p + p,
  .intro .choices {
    margin-block-start: 0.75em;
  }
  .languages {
    color: var(--quiet);
  }
  #suggestions {
    flex-basis: 100%;
    font-weight: 600;
  }
  ol {
    list-style: none;
  }
  .row {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-block-end: 0.75em;
    position: relative;
  }
  .bubble {
    max-width: 88%;
    padding: 0.6em 0.9em;
    border: 1px solid transparent;
    border-radius: 0.3em 1em 1em 1em;
    background: var(--soft);
  }
  .bubble:empty {
    display: none;
  }
  .bubble > * + * {
    margin-block-start: 0.6em;
  }
  .bubble ul {
    list-style: disc;
    padding-inline-start: 1.1em;
  }
  .bubble li + li {
    margin-block-start: 0.25em;
  }
  .customer {
    align-items: flex-end;
  }
  .customer .bubble {
    border-radius: 1em 0.3em 1em 1em;
    background: var(--accent-soft);
  }
  .pending .bubble {
    border: 1px dashed var(--edge);
    background: var(--surface);
  }
  .human .bubble {
    border-color: var(--line);
    background: var(--surface);
  }
  .human .author {
    color: var(--quiet);
    font-size: 0.875em;
  }
  .system {
    align-items: center;
  }
  .system .bubble {
    max-width: 100%;
    background: none;
    color: var(--quiet);
    font-size: 0.875em;
    text-align: center;
  }
  a {
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.15em;
  }
  a:hover {
    color: var(--accent-strong);
    text-decoration-thickness: 2px;
  }
  a[href^="tel:"] {
    white-space: nowrap;
  }
  .extras {
    max-width: 100%;
  }
  .files {
    list-style: none;
  }
  .files a {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    min-height: 2.5em;
    margin-block-start: 0.4em;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    margin-block-start: 0.6em;
  }
  .choices button,
  .retry {
    min-height: 2.75em;
    max-width: 100%;
    padding: 0.4em 1em;
    border: 1px solid var(--accent);
    border-radius: 1.4em;
    background: var(--surface);
    color: var(--accent);
    font-weight: 600;
    line-height: 1.35;
    text-align: start;
  }
  .choices button:hover:enabled,
  .retry:hover:enabled {
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .choices button:disabled,
  .retry:disabled {
    border-color: var(--line);
    color: var(--quiet);
    font-weight: 400;
  }
`;
