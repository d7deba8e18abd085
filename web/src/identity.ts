/** Identity token of the help site: a fresh one for the first call of a conversation. */

/** Gives a fresh token each time, or null for a visitor who is not signed in. */
export type IdentitySource = () => Promise<string | null>;

const TIMEOUT_MS = 5_000;

/** A source that asks the help site itself, or none; `page` is the address of the page. */
export function identityFrom(
  url: string | null,
  page: string,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): IdentitySource | null {
  if (url === null) return null;
  return async () => {
    const address = new URL(url, page);
    // The site's cookies identify the customer: they are sent to the site itself only.
    if (address.origin !== new URL(page).origin) throw new Error("it is on another site");
    const response = await fetcher(address, {
      credentials: "same-origin",
      cache: "no-store",
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    if (response.status === 204) return null;
    const answer: unknown = await response.json();
    const token = typeof answer === "object" && answer !== null && "token" in answer && answer.token;
    return typeof token === "string" ? token : null;
  };
}

/**
 * Fetches a token of the source, or null: a login that fails or hangs never delays a cancellation.
 * The customer then is anonymous, as without a login.
 */
export async function askIdentity(
  source: IdentitySource,
  timeout: number = TIMEOUT_MS,
): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error("it did not answer in time")), timeout);
  });
  try {
    const token: unknown = await Promise.race([source(), late]);
    return typeof token === "string" && token !== "" ? token : null;
  } catch (cause) {
    // For the people who run the help site: to customers this looks like "not signed in".
    console.warn("fairwell-chat: the page's identity source gave no token:", cause);
    return null;
  } finally {
    clearTimeout(timer);
  }
}
