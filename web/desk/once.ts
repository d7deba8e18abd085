/**
 * Deduplication of SSE events. htmx's extension opens a new stream after an outage, which replays
 * from the page's start: events that the page already has must not appear again.
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
