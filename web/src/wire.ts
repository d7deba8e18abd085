/** Wire format of the gateway, with validation: no unchecked value passes this module. */

export type Language = "de" | "en";
export type Speaker = "bot" | "queued" | "human" | "closed";
export type Role = "bot" | "customer" | "human" | "system";

export interface ChatButton {
  readonly id: string;
  readonly title: string;
}

export interface Attachment {
  readonly name: string;
  readonly url: string;
}

export interface ChatMessage {
  /** Increases within a conversation; empty for lines of this page only. */
  readonly id: string;
  readonly role: Role;
  readonly text: string;
  /** The colleague's name on a line of the role `human`. */
  readonly author: string | null;
  readonly lang: Language | null;
  readonly buttons: readonly ChatButton[];
  readonly attachments: readonly Attachment[];
}

/** What is open: the kind of request, and the step it is at. */
export interface Process {
  readonly kind: string;
  readonly step: string;
}

/** The answer to a history request; speaker and language are null if not sent. */
export interface History {
  readonly speaker: Speaker | null;
  readonly language: Language | null;
  readonly messages: readonly ChatMessage[];
  readonly process: Process | null;
}

export interface ChatAnswer extends History {
  readonly token: string;
}

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly lang: Language | null;
}

type Fields = Readonly<Record<string, unknown>>;

const SPEAKERS: readonly string[] = ["bot", "queued", "human", "closed"];
const ROLES: readonly string[] = ["bot", "customer", "human", "system"];

function fields(raw: unknown): Fields | null {
  return typeof raw === "object" && raw !== null ? (raw as Fields) : null;
}

function list<T>(raw: unknown, read: (item: unknown) => T | null): T[] {
  return Array.isArray(raw) ? raw.map(read).filter((item): item is T => item !== null) : [];
}

/** `de` or `en` out of a language tag such as `de-AT`; null for anything else. */
export function readLanguage(raw: unknown): Language | null {
  const primary = typeof raw === "string" ? raw.toLowerCase().split(/[-_]/)[0] : "";
  return primary === "de" || primary === "en" ? primary : null;
}

function readButton(raw: unknown): ChatButton | null {
  const { id, title } = fields(raw) ?? {};
  return typeof id === "string" && typeof title === "string" ? { id, title } : null;
}

function readAttachment(raw: unknown): Attachment | null {
  const { name, url } = fields(raw) ?? {};
  return typeof name === "string" && typeof url === "string" ? { name, url } : null;
}

/** A message, or null if the id or the text is missing. */
export function readMessage(raw: unknown): ChatMessage | null {
  const { id, role, text, author, lang, buttons, attachments } = fields(raw) ?? {};
  if ((typeof id !== "string" && typeof id !== "number") || typeof text !== "string") return null;
  return {
    id: String(id),
    role: typeof role === "string" && ROLES.includes(role) ? (role as Role) : "bot",
    text,
    author: typeof author === "string" ? author : null,
    lang: readLanguage(lang),
    buttons: list(buttons, readButton),
    attachments: list(attachments, readAttachment),
  };
}

function readSpeaker(raw: unknown): Speaker | null {
  return typeof raw === "string" && SPEAKERS.includes(raw) ? (raw as Speaker) : null;
}

/** Who answers now; the agent's name during a handoff. */
export interface Speaking {
  readonly speaker: Speaker;
  readonly name: string | null;
}

export function readSpeaking(raw: unknown): Speaking | null {
  const { speaker, name } = fields(raw) ?? {};
  const known = readSpeaker(speaker);
  return known === null ? null : { speaker: known, name: typeof name === "string" ? name : null };
}

function readProcess(raw: unknown): Process | null {
  const { kind, step } = fields(raw) ?? {};
  return typeof kind === "string" && typeof step === "string" ? { kind, step } : null;
}

export function readHistory(raw: unknown): History {
  const { speaker, language, messages, process } = fields(raw) ?? {};
  return {
    speaker: readSpeaker(speaker),
    language: readLanguage(language),
    messages: list(messages, readMessage),
    process: readProcess(process),
  };
}

/** An answer, or null if it has no token, without which the conversation cannot continue. */
export function readAnswer(raw: unknown): ChatAnswer | null {
  const { token } = fields(raw) ?? {};
  return typeof token === "string" && token !== "" ? { ...readHistory(raw), token } : null;
}

export function readError(raw: unknown): ErrorBody | null {
  const { code, message, lang } = fields(fields(raw)?.["error"]) ?? {};
  if (typeof message !== "string" || message.trim() === "") return null;
  return { code: typeof code === "string" ? code : "", message, lang: readLanguage(lang) };
}

/** Orders two message ids: numbers by value, anything else (ULIDs, UUIDv7) by character. */
export function compareIds(a: string, b: string): number {
  const digits = /^\d+$/;
  if (digits.test(a) && digits.test(b)) {
    const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
    if (left.length !== right.length) return left.length - right.length;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
