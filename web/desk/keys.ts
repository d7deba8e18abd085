/**
 * Single keys as shortcuts. An element with `aria-keyshortcuts` is reached by that key; the server
 * omits the attribute for users who switched them off (WCAG 2.1.4). A key alone changes nothing:
 * a button gets the focus, a list opens, a link is followed.
 */

import { closestOpen } from "./elements.ts";

const TYPED_IN = "input, select, textarea, [contenteditable], dialog";

function reach(element: HTMLElement): void {
  if (element instanceof HTMLAnchorElement) element.click();
  else if (element.tagName === "SUMMARY") {
    const details = element.parentElement as HTMLDetailsElement;
    details.open = true;
    details.querySelector<HTMLElement>("select, input:not([type=hidden]), textarea")?.focus();
  } else element.focus();
}

/** Listen for keys, and for the button that lists them. */
export function obeyKeys(page: Document): void {
  const list = page.querySelector<HTMLDialogElement>("#keys");
  page.addEventListener("click", (event) => {
    if (closestOpen(event, "#keys-open")) list?.showModal();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closestOpen(event, "details.step[open]")?.removeAttribute("open");
    if (event.ctrlKey || event.metaKey || event.altKey || closestOpen(event, TYPED_IN)) return;
    const found = page.querySelector<HTMLElement>(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (!found || event.key.length !== 1) return;
    event.preventDefault();
    if (found.id === "keys-open") list?.showModal();
    else reach(found);
  });
}
