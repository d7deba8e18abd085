/**
 * Notices the server cannot send: that the session ended while the page was open, and that it does
 * not answer. Their texts are templates in the page, in its language.
 */

const UNAUTHORIZED = 401;

/** The answer to a request of htmx. */
interface Answered {
  requestConfig: { verb: string };
  xhr: { status: number };
}

function show(page: Document, name: string): void {
  const place = page.getElementById("notice");
  const words = page.getElementById(name);
  if (place && words instanceof HTMLTemplateElement) {
    place.replaceChildren(words.content.cloneNode(true));
  }
}

/** Listen for what htmx and its SSE extension report. */
export function sayWhatIsWrong(page: Document): void {
  // The stream ends with the session, or what the page fetches by itself is refused, whichever is
  // first. The notice appears once, and stays; what was typed stays too.
  let said = false;
  const sayEnded = (): void => {
    if (!said) {
      show(page, "session-ended");
    }
    said = true;
  };
  page.addEventListener("htmx:sseClose", (event) => {
    if ((event as CustomEvent<{ type: string }>).detail.type === "message") {
      sayEnded();
    }
  });
  page.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, xhr } = (event as CustomEvent<Answered>).detail;
    const refused = xhr.status === UNAUTHORIZED;
    if (refused && requestConfig.verb === "get") {
      event.preventDefault();
      sayEnded();
    }
    // A refused action of the user has its own notice. Any other answer means that
    // the user has logged in again, in another tab.
    said = refused;
  });
  page.addEventListener("htmx:sendError", () => show(page, "no-answer"));
  page.addEventListener("htmx:timeout", () => show(page, "no-answer"));
}
