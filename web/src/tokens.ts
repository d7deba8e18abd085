/** Storage of the conversation's token: for this tab only, and only once there is one. */

export interface TokenStore {
  read(): string | null;
  write(token: string): void;
  clear(): void;
}

/**
 * A store in sessionStorage, named after the gateway so that two of them do not mix. If the
 * browser refuses storage, the token lasts as long as the page.
 */
export function sessionTokens(api: string, storage: () => Storage): TokenStore {
  const name = `fairwell-chat ${api}`;
  let held: string | null = null;
  const tryStorage = <T>(use: (area: Storage) => T): T | null => {
    try {
      return use(storage());
    } catch {
      return null;
    }
  };
  return {
    read: () => tryStorage((area) => area.getItem(name)) ?? held,
    write: (token) => {
      held = token;
      tryStorage((area) => area.setItem(name, token));
    },
    clear: () => {
      held = null;
      tryStorage((area) => area.removeItem(name));
    },
  };
}

/** A random UUID (version 4). crypto.randomUUID is missing on plain-http intranet pages. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex);
}
