/** State of a conversation on the page; the session changes it, the views render it. */

import { measure } from "./limits.ts";
import type { Entry } from "./transcript.ts";
import type { Language, Process, Speaker } from "./wire.ts";

/** Why a message was not delivered. */
export interface Problem {
  /** `told`: a text of the gateway; the others are texts of the widget. */
  readonly kind: "told" | "unreachable" | "refused" | "tooLong";
  readonly text: string;
  readonly lang: Language | null;
  /** The same message may be sent again, with the same key. */
  readonly retryable: boolean;
  /** Seconds to wait first; 0 once they have passed. */
  readonly wait: number;
  /** Sending it again omits the identity token, which the gateway refused. */
  readonly anonymously: boolean;
}

export interface ChatState {
  readonly entries: readonly Entry[];
  readonly draft: string;
  readonly speaker: Speaker;
  /** The name of the agent, during a handoff. */
  readonly agent: string | null;
  /** The colleague is typing. */
  readonly typing: boolean;
  /** The conversation's language; null until the gateway has sent it. */
  readonly language: Language | null;
  /** What is open in the conversation with the assistant. */
  readonly process: Process | null;
  readonly loading: boolean;
  readonly sending: boolean;
  readonly problem: Problem | null;
  readonly online: boolean;
  readonly connected: boolean;
  /** How many messages of others have come in while the page was open. */
  readonly received: number;
}

export const EMPTY: ChatState = {
  entries: [],
  draft: "",
  speaker: "bot",
  agent: null,
  typing: false,
  language: null,
  process: null,
  loading: false,
  sending: false,
  problem: null,
  online: true,
  connected: true,
  received: 0,
};

export function problem(kind: Problem["kind"], details: Partial<Problem> = {}): Problem {
  return { kind, text: "", lang: null, retryable: false, wait: 0, anonymously: false, ...details };
}

/** The problem of a draft that is too long to be sent; null for all others. */
export function lengthProblem(draft: string): Problem | null {
  return measure(draft).kind === "over" ? problem("tooLong") : null;
}

/** The draft without a message at its beginning that has been sent meanwhile. */
export function withoutMessage(draft: string, message: string): string {
  if (draft.trim() === message) return "";
  return draft.startsWith(`${message}\n`) ? draft.slice(message.length + 1) : draft;
}
