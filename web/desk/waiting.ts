/** Live waiting times, in the page's language, to the minute. */

const EVERY_MS = 1000;

function part(amount: number, unit: "second" | "minute" | "hour", language: string): string {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(amount);
}

/** `40 Sek.`, `3 Min.`, `1 Std. 6 Min.` */
export function inWords(seconds: number, language: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return part(whole, "second", language);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const words = hours > 0 ? [part(hours, "hour", language)] : [];
  if (minutes > 0 || hours === 0) words.push(part(minutes, "minute", language));
  return words.join(" ");
}

/** Count on every `<time data-since>` of the page, also those added later. */
export function countOn(page: Document): void {
  const count = (): void => {
    const language = page.documentElement.lang;
    for (const element of page.querySelectorAll<HTMLTimeElement>("time[data-since]")) {
      const words = inWords((Date.now() - Date.parse(element.dateTime)) / 1000, language);
      if (element.textContent !== words) element.textContent = words;
    }
  };
  count();
  setInterval(count, EVERY_MS);
  page.addEventListener("htmx:afterSwap", count);
}
