/** Text blocks: a slash at the start of a line opens them, typing filters, Enter inserts. */

import { closestOpen } from "./elements.ts";

function options(dialog: HTMLElement): HTMLElement[] {
  return [...dialog.querySelectorAll<HTMLElement>('[role="option"]')];
}

function shown(dialog: HTMLElement): HTMLElement[] {
  return options(dialog).filter((option) => !option.hidden);
}

function select(dialog: HTMLElement, wanted: HTMLElement | undefined): void {
  for (const option of options(dialog)) {
    option.setAttribute("aria-selected", String(option === wanted));
  }
  const search = dialog.querySelector("input");
  if (wanted) search?.setAttribute("aria-activedescendant", wanted.id);
  else search?.removeAttribute("aria-activedescendant");
  wanted?.scrollIntoView({ block: "nearest" });
}

function selected(dialog: HTMLElement): HTMLElement | undefined {
  return options(dialog).find((option) => option.getAttribute("aria-selected") === "true");
}

function filter(dialog: HTMLElement, words: string): void {
  const wanted = words.trim().toLocaleLowerCase();
  for (const option of options(dialog)) {
    option.hidden = !(option.textContent ?? "").toLocaleLowerCase().includes(wanted);
  }
  select(dialog, shown(dialog)[0]);
}

function move(dialog: HTMLElement, step: number): void {
  const there = shown(dialog);
  const now = there.indexOf(selected(dialog) as HTMLElement);
  select(dialog, there[(now + step + there.length) % there.length]);
}

function insert(page: Document, option: HTMLElement | undefined): void {
  const text = option?.dataset["text"];
  const reply = page.querySelector<HTMLTextAreaElement>("#reply");
  page.querySelector<HTMLDialogElement>("#blocks")?.close();
  if (!text || !reply) return;
  reply.focus();
  reply.setRangeText(text, reply.selectionStart, reply.selectionEnd, "end");
  reply.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function open(page: Document): void {
  const dialog = page.querySelector<HTMLDialogElement>("#blocks");
  const search = dialog?.querySelector("input");
  if (!dialog || !search) return;
  search.value = "";
  filter(dialog, "");
  dialog.showModal();
  search.focus();
}

function atLineStart(reply: HTMLTextAreaElement): boolean {
  const before = reply.value.slice(0, reply.selectionStart);
  return before === "" || before.endsWith("\n");
}

/** Listen on the whole page, since the answer box and the blocks are replaced while it is open. */
export function offerBlocks(page: Document): void {
  page.addEventListener("click", (event) => {
    if (closestOpen(event, "#blocks-open")) open(page);
    const option = closestOpen(event, '#blocks [role="option"]');
    if (option) insert(page, option);
  });
  page.addEventListener("input", (event) => {
    const search = event.target;
    const dialog = page.getElementById("blocks");
    if (dialog && search instanceof HTMLInputElement && search.id === "blocks-search") {
      filter(dialog, search.value);
    }
  });
  page.addEventListener("keydown", (event) => {
    const field = event.target;
    if (field instanceof HTMLTextAreaElement && field.id === "reply" && event.key === "/") {
      if (!atLineStart(field) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      open(page);
    }
    const dialog = page.getElementById("blocks");
    if (!dialog || !(field instanceof HTMLElement) || field.id !== "blocks-search") return;
    if (event.key === "ArrowDown") move(dialog, 1);
    else if (event.key === "ArrowUp") move(dialog, -1);
    else if (event.key === "Enter") insert(page, selected(dialog));
    else return;
    event.preventDefault();
  });
}
