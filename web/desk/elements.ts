/** Finds the element of a selector that contains an event's target. */
export function closestOpen(event: Event, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
}
