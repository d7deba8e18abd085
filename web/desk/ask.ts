import { closestOpen } from "./elements.ts";

/**
 * The dialog that asks whether a final step is meant. Without this script its link leads to a page
 * with the same form; the form is sent the same way, and the answer is the page with the result.
 */
export function askFirst(page: Document): void {
  const dialog = page.querySelector<HTMLDialogElement>("#ask");
  // The link acts as a button, so it takes the key of one.
  page.addEventListener("keydown", (event) => {
    const link = event.key === " " ? closestOpen(event, "a[role=button]") : null;
    if (!link) return;
    event.preventDefault();
    link.click();
  });
  page.addEventListener("htmx:afterSwap", (event) => {
    if (event.target instanceof Element && event.target.id === "ask-content") dialog?.showModal();
  });
}
