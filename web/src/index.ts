import { embed, TAG } from "./embed.ts";
import { FairwellChat } from "./element.ts";

if (customElements.get(TAG) === undefined) {
  customElements.define(TAG, FairwellChat);
  const place = (): void => embed(document, import.meta.url);
  // With `async` on the script tag the rest of the page, and an element in it, may still be coming.
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", place, { once: true });
  } else {
    place();
  }
}
