/** Length limit of a message: 2000 characters, counted as the gateway counts them. */

export const MESSAGE_LIMIT = 2000;
const COUNTER_FROM = 1800;

/** Characters as the gateway counts them: an emoji is one, not the two of JavaScript. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export type Length =
  | { readonly kind: "fine" }
  | { readonly kind: "near"; readonly left: number }
  | { readonly kind: "over"; readonly by: number };

/** Compares a draft with the limit. Only the trimmed text counts, as only that is sent. */
export function measure(draft: string): Length {
  const count = countCharacters(draft.trim());
  if (count > MESSAGE_LIMIT) return { kind: "over", by: count - MESSAGE_LIMIT };
  return count >= COUNTER_FROM ? { kind: "near", left: MESSAGE_LIMIT - count } : { kind: "fine" };
}
