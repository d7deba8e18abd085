/** Parser of a message into paragraphs, lists and links, as data without HTML. */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

/** One line of text. */
export type Line = readonly Inline[];

export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly Line[] }
  | { readonly kind: "list"; readonly items: readonly Line[] };

const BULLET = "• ";

// Spaces, quotes, brackets and control characters (bidirectional ones among them, which can make
// an address read as another one) end an address.
const ADDRESS =
  /(?<![\p{L}\p{N}])(?:https:\/\/[^\s<>"'„“”«»\p{C}]+|mailto:[^\s<>"',;?&:\p{C}]+@[^\s<>"',;?&:\p{C}]+|tel:\+?[\d()./-]*\d)/giu;
const BRACKETS: readonly (readonly [string, string])[] = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
];
const AFTER_ADDRESS = /[.,;:!?…*_]+$/;

/** Cuts what belongs to the sentence around an address: its full stop, a bracket not opened in it. */
function trimAddress(found: string): string {
  let address = found;
  for (;;) {
    const before = address;
    address = address.replace(AFTER_ADDRESS, "");
    for (const [open, close] of BRACKETS) {
      const opened = address.split(open).length;
      if (address.endsWith(close) && address.split(close).length > opened) {
        address = address.slice(0, -1);
      }
    }
    if (address === before) return address;
  }
}

function readLink(address: string): Inline | null {
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/is.exec(address) ?? [];
  if (scheme.toLowerCase() === "tel") {
    return { kind: "link", text: rest, href: `tel:${rest.replace(/[^+\d]/g, "")}` };
  }
  if (scheme.toLowerCase() === "mailto") {
    return { kind: "link", text: rest, href: `mailto:${rest}` };
  }
  return isSafeAddress(address) ? { kind: "link", text: address, href: address } : null;
}

/** True for https addresses without a user name in them (`https://bank.example@evil.example`). */
function isSafeAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === "https:" && url.username === "" && url.password === "";
  } catch {
    return false;
  }
}

/** Splits a line at its https:, mailto: and tel: addresses. */
export function readLine(line: string): Line {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(ADDRESS)) {
    const address = trimAddress(match[0]);
    const link = readLink(address);
    if (link === null) continue;
    if (match.index > from) parts.push({ kind: "text", text: line.slice(from, match.index) });
    parts.push(link);
    from = match.index + address.length;
  }
  if (from < line.length) parts.push({ kind: "text", text: line.slice(from) });
  return parts;
}

/** Reads a whole message: empty lines separate paragraphs, lines that start with "• " form a list. */
export function readText(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let kind: Block["kind"] | null = null;
  let lines: Line[] = [];
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === "") {
      kind = null;
      continue;
    }
    const next = line.startsWith(BULLET) ? "list" : "paragraph";
    if (next !== kind) {
      kind = next;
      lines = [];
      blocks.push(kind === "list" ? { kind, items: lines } : { kind, lines });
    }
    lines.push(readLine(kind === "list" ? line.slice(BULLET.length).trim() : line));
  }
  return blocks;
}

/**
 * The full address of an attachment, or null if it must not be linked. It may be at the
 * gateway itself (which may be http: on a developer's machine) or at any https: address.
 */
export function attachmentHref(url: string, base: string): string | null {
  try {
    const full = new URL(url, `${base}/`);
    const own = full.origin === new URL(base).origin && /^https?:$/.test(full.protocol);
    return own || isSafeAddress(full.href) ? full.href : null;
  } catch {
    return null;
  }
}
