/**
 * Notices the server cannot send: that the session ended while the page was open, and that it does
 * not answer. Their words stand in the page, in its language, as templates.
 */

function show(page: Document, name: string): void {
  const place = page.getElementById("notice");
  const words = page.getElementById(name);
  if (place && words instanceof HTMLTemplateElement) {
    place.replaceChildren(words.content.cloneNode(true));
  }
}

/** Listen for what htmx and its SSE extension report. */
export function sayWhatIsWrong(page: Document): void {
  // The stream ends with the session; what was typed stays on the page.
  page.addEventListener("htmx:sseClose", (event) => {
    if ((event as CustomEvent<{ type: string }>).detail.type === "message") {
      show(page, "session-ended");
    }
  });
  page.addEventListener("htmx:sendError", () => show(page, "no-answer"));
  page.addEventListener("htmx:timeout", () => show(page, "no-answer"));
}
