/** Styles of launcher, dialog, header, status lines and links. */

import { css } from "lit";

export const frame = css`
  .launcher {
    position: fixed;
    inset: auto 1.25em 1.25em auto;
    display: inline-flex;
    align-items: center;
    gap: 0.6em;
    min-height: 3.25em;
    max-width: calc(100vw - 2.5em);
    padding: 0.5em 1.35em 0.5em 1.15em;
    border: 1px solid transparent;
    border-radius: 2em;
    background: var(--accent);
    color: #fff;
    font-weight: 600;
    box-shadow: 0 0.35em 1.1em rgb(8 63 72 / 28%);
  }
  .launcher:hover {
    background: var(--accent-strong);
  }
  .launcher:focus-visible {
    outline-offset: 3px;
  }
  .badge {
    min-width: 1.6em;
    padding: 0 0.4em;
    border-radius: 1em;
    background: #fff;
    color: var(--accent-strong);
    text-align: center;
  }
  .panel {
    position: fixed;
    inset: auto 1.25em 1.25em auto;
    width: 25em;
    height: min(42em, 100dvh - 2.5em);
    max-width: calc(100vw - 2.5em);
    max-height: none;
    margin: 0;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 1em;
    background: var(--surface);
    color: inherit;
    overflow: hidden auto;
    box-shadow: 0 1em 3em rgb(10 35 42 / 22%);
  }
  .panel[open] {
    display: flex;
    flex-direction: column;
  }
  .panel::backdrop {
    background: var(--surface);
  }
  .panel:modal {
    inset: 0;
    width: 100%;
    height: 100dvh;
    max-width: none;
    border: 0;
    border-radius: 0;
  }
  header {
    display: flex;
    flex: none;
    align-items: flex-start;
    justify-content: space-between;
    gap: 0.75em;
    padding: 0.8em 0.75em 0.75em 1.15em;
    border-block-end: 1px solid var(--line);
  }
  header > div {
    padding-block: 0.45em 0.35em;
  }
  h2 {
    font-size: 1.0625em;
    font-weight: 650;
    line-height: 1.35;
  }
  .speaker,
  .line {
    color: var(--quiet);
    font-size: 0.875em;
  }
  .speaker:empty,
  .line:empty {
    display: none;
  }
  .close {
    display: grid;
    place-items: center;
    flex: none;
    width: 2.5em;
    height: 2.5em;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 0.6em;
    background: none;
    color: var(--quiet);
  }
  .close:hover {
    background: var(--soft);
    color: var(--ink);
  }
  .foot {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25em 0.75em;
    min-height: 2.5em;
    padding: 0.2em 1.15em;
    color: var(--quiet);
    font-size: 0.9375em;
  }
  .below {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    min-height: 2.1em;
    margin-inline-start: auto;
    padding: 0.1em 0.8em 0.1em 0.6em;
    border: 1px solid var(--accent);
    border-radius: 1.2em;
    background: var(--surface);
    color: var(--accent);
    font-weight: 600;
  }
  .below:hover {
    background: var(--accent-soft);
  }
  .process {
    flex: none;
    color: var(--quiet);
    font-size: 0.875em;
  }
  .process:not(:empty) {
    padding: 0 1.3em 0.4em;
  }
  .forms {
    flex: none;
    padding: 0 1.15em 0.6em;
  }
  .forms ul {
    font-size: 0.875em;
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25em;
    list-style: none;
  }
  .forms a {
    display: inline-block;
    padding-block: 0.3em;
  }
  .line {
    flex: none;
    padding: 0.5em 1.3em;
    background: var(--warn);
    color: var(--warn-ink);
  }
`;
