/** The element of a selector that an event came from, or from inside of. */
export function closestOpen(event: Event, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
}
