/** Embedding of the widget: by its script tag alone, or where the page places the element. */

import { readLanguage } from "./wire.ts";
import type { Language } from "./wire.ts";

export const TAG = "fairwell-chat";

/** The first supported language of attribute, page and browser. */
export function chooseLanguage(...wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const language = readLanguage(wish);
    if (language !== null) return language;
  }
  return "de";
}

/** The gateway's address: as configured, or the script's origin. */
export function apiBase(told: string | null, script: string): string {
  return (told === null || told.trim() === "" ? new URL(script).origin : told.trim()).replace(
    /\/+$/,
    "",
  );
}

/** Our own script tag. document.currentScript is null in modules, so the address decides. */
function ownTag(page: Document, script: string): HTMLScriptElement | null {
  const modules = page.querySelectorAll<HTMLScriptElement>('script[type="module"][src]');
  return [...modules].find(({ src }) => src === script) ?? null;
}

/**
 * Adds the widget to the page, unless the page has placed one. Its language is the script
 * tag's `data-lang`; without it the element follows the page.
 */
export function embed(page: Document, script: string): void {
  const tag = ownTag(page, script);
  if (tag === null || page.querySelector(TAG) !== null) return;
  const element = page.createElement(TAG);
  const { lang, api, identityUrl } = tag.dataset;
  if (lang !== undefined) element.setAttribute("lang", lang);
  if (api !== undefined) element.setAttribute("api", api);
  if (identityUrl !== undefined) element.setAttribute("identity-url", identityUrl);
  page.body.append(element);
}
