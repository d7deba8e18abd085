/** Styles for small and zoomed windows, reduced motion, and forced colours. */

import { css } from "lit";

export const circumstances = css`
  @media (max-width: 30em) {
    .launcher {
      inset: auto 1em 1em auto;
    }
    #log,
    .composer,
    .forms {
      padding-inline: 1em;
    }
  }
  /* A zoomed desktop window, a phone in landscape: reading space has priority. */
  @media (max-height: 30em) {
    header {
      align-items: center;
      padding-block: 0.15em;
    }
    header > div {
      padding-block: 0;
    }
    #log {
      min-height: 6em;
      padding-block-start: 0.6em;
    }
    .foot {
      min-height: 0;
      padding-block: 0;
    }
    .composer {
      padding-block: 0.5em;
    }
    label {
      position: absolute;
      clip-path: inset(50%);
    }
    textarea {
      max-height: 5em;
    }
    .forms {
      padding-block-end: 0;
    }
    .problem {
      margin-block-end: 0.4em;
      padding-block: 0.4em;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .launcher,
    .send,
    .choices button {
      transition: background-color 120ms ease-out;
    }
  }
  /* Forced colours: borders replace what backgrounds show. */
  @media (forced-colors: active) {
    .bubble,
    .customer .bubble {
      border: 1px solid CanvasText;
    }
    .customer .bubble {
      border-width: 2px;
    }
    .launcher,
    .send,
    .close,
    .badge {
      border: 1px solid ButtonText;
    }
    .choices button:disabled,
    .send[aria-disabled="true"] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
