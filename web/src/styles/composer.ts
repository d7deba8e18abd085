/** Styles of the input field and its notices. */

import { css } from "lit";

export const composer = css`
  .composer {
    flex: none;
    padding: 0.7em 1.15em 0.6em;
    border-block-start: 1px solid var(--line);
  }
  label {
    display: block;
    margin-block-end: 0.3em;
    font-size: 0.875em;
    font-weight: 600;
  }
  .field {
    display: flex;
    align-items: flex-end;
    gap: 0.6em;
  }
  textarea {
    flex: 1 1 8em;
    min-width: 0;
    min-height: 2.9em;
    max-height: 9em;
    field-sizing: content;
    padding: 0.6em 0.75em;
    border: 1px solid var(--edge);
    border-radius: 0.75em;
    background: var(--surface);
    line-height: 1.4;
    resize: none;
  }
  textarea:focus-visible {
    outline-offset: 0;
  }
  textarea[aria-invalid="true"] {
    border-color: var(--warn-edge);
  }
  .send {
    flex: none;
    min-height: 2.9em;
    padding: 0.4em 1.1em;
    border: 1px solid transparent;
    border-radius: 0.75em;
    background: var(--accent);
    color: #fff;
    font-weight: 600;
  }
  .send:hover {
    background: var(--accent-strong);
  }
  .send[aria-disabled="true"] {
    background: var(--quiet);
  }
  .counter {
    font-size: 0.875em;
    color: var(--quiet);
    padding-block-start: 0.35em;
  }
  .counter:empty {
    display: none;
  }
  .counter.over {
    color: var(--warn-ink);
    font-weight: 600;
  }
  .problem {
    margin-block-end: 0.7em;
    padding: 0.7em 0.9em;
    border: 1px solid var(--warn-edge);
    border-inline-start-width: 4px;
    border-radius: 0.5em;
    background: var(--warn);
    color: var(--warn-ink);
  }
  .problem > * + * {
    margin-block-start: 0.5em;
  }
`;
