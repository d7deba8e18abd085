/** A signal that aborts with the first of several (AbortSignal.any is too new for older phones). */
export function anyOf(...signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    else {
      signal.addEventListener("abort", () => either.abort(signal.reason), {
        once: true,
        // Lets go of the other signals as soon as one has decided.
        signal: either.signal,
      });
    }
  }
  return either.signal;
}
