/** Conversation page: the log scrolls to its end, the typing line fades, no key is lost on sending. */

const TYPING_FADES_MS = 6000;
const NEAR_END_PX = 60;

function box(page: Document): HTMLTextAreaElement | null {
  return page.querySelector<HTMLTextAreaElement>("#reply");
}

/** Scroll to the newest line if the log was at its end; otherwise stay. */
function followTheEnd(page: Document): void {
  const log = page.getElementById("log");
  if (!log) return;
  let atEnd = true;
  const toEnd = (): void => {
    log.scrollTop = log.scrollHeight;
  };
  toEnd();
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  });
  new MutationObserver(() => atEnd && toEnd()).observe(log, { childList: true, subtree: true });
}

function fadeTyping(page: Document): void {
  const status = page.getElementById("typing");
  if (!status) return;
  let fading = 0;
  page.addEventListener("htmx:sseMessage", (event) => {
    const { type, data } = (event as CustomEvent<MessageEvent<string>>).detail;
    clearTimeout(fading);
    if (type === "typing") fading = window.setTimeout(() => status.replaceChildren(), TYPING_FADES_MS);
    if (type === "line" && data.includes('class="line customer"')) status.replaceChildren();
  });
}

/** Text typed while an answer is being sent belongs to the next one. */
function keepWhatIsTyped(page: Document): void {
  let sent = "";
  let rest = "";
  const isReply = (event: Event): boolean =>
    (event as CustomEvent<{ elt?: Element }>).detail.elt?.id === "reply-form";
  page.addEventListener("htmx:beforeRequest", (event) => {
    if (isReply(event)) sent = box(page)?.value ?? "";
  });
  page.addEventListener("htmx:beforeSwap", (event) => {
    if (!isReply(event)) return;
    const typed = box(page)?.value ?? "";
    rest = typed.startsWith(sent) ? typed.slice(sent.length) : "";
  });
  page.addEventListener("htmx:afterSwap", (event) => {
    const reply = box(page);
    if ((event.target as Element | null)?.id !== "composer" || !reply) return;
    reply.value += rest;
    rest = "";
    reply.focus();
  });
}

function sendByKey(page: Document): void {
  page.addEventListener("keydown", (event) => {
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isSend || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    event.target.form?.requestSubmit();
  });
}

/** Reset forms after sending, such as that of a note. */
function emptyAfterSending(page: Document): void {
  page.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful } = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
    if (successful && elt instanceof HTMLFormElement && "empties" in elt.dataset) elt.reset();
  });
}

/** Start everything; on other pages there is nothing to do. */
export function converse(page: Document): void {
  followTheEnd(page);
  fadeTyping(page);
  keepWhatIsTyped(page);
  sendByKey(page);
  emptyAfterSending(page);
}
