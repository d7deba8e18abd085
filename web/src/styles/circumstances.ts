/** Small and zoomed windows, less motion, the customer's own colours. */

import { css } from "lit";

export const circumstances = css`
  @media (max-width: 30em) {
    .launcher {
      inset: auto 1em 1em auto;
    }
    #log,
    .composer {
      padding-inline: 1em;
    }
  }
  /* A zoomed desktop window: room for reading goes first. */
  @media (max-height: 30em) {
    header {
      padding-block: 0.15em;
    }
    .foot {
      min-height: 0;
    }
    .composer {
      padding-block: 0.4em 0.6em;
    }
    textarea {
      max-height: 5em;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .launcher,
    .send,
    .choices button {
      transition: background-color 120ms ease-out;
    }
  }
  /* Colours of the customer's own choosing: edges take over what backgrounds said. */
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
