/** The demo's "signed in as": sets the customer of the next chat in the widget. */

import type { FairwellChat } from "../src/element.ts";

const STORE = "fairwell-demo-person";

/** Follows the chooser. A reload, or the page in the other language, keeps the choice of the tab. */
function start(bar: HTMLElement, chooser: HTMLSelectElement, chat: FairwellChat): void {
  const apply = (): void => {
    chat.identityUrl = chooser.value === "" ? null : chooser.value;
  };
  chooser.value = sessionStorage.getItem(STORE) ?? "";
  // A choice that this page no longer offers.
  if (chooser.selectedIndex < 0) chooser.value = "";
  apply();
  chooser.addEventListener("change", () => {
    sessionStorage.setItem(STORE, chooser.value);
    apply();
    // As on sign-out: a customer's chat is not shown to the next one.
    chat.startOver();
  });
  bar.hidden = false;
}

const bar = document.querySelector<HTMLElement>(".person");
const chooser = document.querySelector<HTMLSelectElement>("#person");
const chat = document.querySelector<FairwellChat>("fairwell-chat");
if (bar !== null && chooser !== null && chat !== null) start(bar, chooser, chat);
