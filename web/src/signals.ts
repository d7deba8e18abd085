/** AbortSignal that aborts with the first of several (AbortSignal.any is too new for older phones). */
export function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    else {
      signal.addEventListener("abort", () => either.abort(signal.reason), {
        once: true,
        // Unsubscribes from the other signals once one has fired.
        signal: either.signal,
      });
    }
  }
  return either.signal;
}
