/**
 * Each event of a stream once. htmx's extension opens a new stream where the server was away, and
 * that one begins where the page began: what the page has already must not appear again.
 */
export function passOnce(page: Document): void {
  const seen = new WeakMap<Element, number>();
  page.addEventListener("htmx:sseBeforeMessage", (event) => {
    const { type, lastEventId } = (event as CustomEvent<MessageEvent>).detail;
    if (type !== "line" || !(event.target instanceof HTMLElement)) return;
    const last = seen.get(event.target) ?? Number(event.target.dataset["last"] ?? 0);
    const id = Number(lastEventId);
    if (id <= last) event.preventDefault();
    else seen.set(event.target, id);
  });
}
