/** Attempt: one message being sent to the gateway, with its retries. */

import type { ChatBody, RefusedError } from "./api.ts";

export interface Attempt {
  readonly body: ChatBody;
  readonly key: string;
  /** What the page shows for it: the text, or the title of the pressed button. */
  readonly shown: string;
  /** The greatest message id known before it left. */
  readonly after: string;
  /** The stream has shown the message: the gateway has it, only its answer is missing. */
  readonly arrived: boolean;
}

/** Whether the identity token was refused; without it the message is accepted. */
export function isIdentityRefused({ status, told }: RefusedError): boolean {
  return status === 401 && told?.code === "identity_refused";
}

/** Whether sending the very same message again can help. */
export function mayRetry({ status, retryAfter }: RefusedError): boolean {
  if (status === 409) return retryAfter !== null; // the first try is still being worked on
  return status === 429 || status >= 500;
}
