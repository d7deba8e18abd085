/**
 * Notifications while another window is in front: a number in the title for all users, and for those
 * who switched them on a notification with a short tone. The choice is stored in this browser.
 */

const KEPT_AS = "fairwell-desk-notify";

function wanted(): boolean {
  return localStorage.getItem(KEPT_AS) === "on" && Notification.permission === "granted";
}

function tone(): void {
  const audio = new AudioContext();
  const sound = audio.createOscillator();
  const volume = audio.createGain();
  sound.frequency.value = 660;
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
  sound.connect(volume).connect(audio.destination);
  sound.onended = () => void audio.close();
  sound.start();
  sound.stop(audio.currentTime + 0.4);
}

function tell(words: string): void {
  if (!wanted()) return;
  try {
    const note = new Notification(words, { tag: "fairwell-desk" });
    note.onclick = () => window.focus();
  } catch {
    return; // browsers of phones define it and refuse: only the title shows the number
  }
  tone();
}

function showChoice(button: HTMLButtonElement): void {
  const { on = "", off = "", refused = "" } = button.dataset;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(wanted()));
  button.textContent = Notification.permission === "denied" ? refused : wanted() ? on : off;
}

async function choose(button: HTMLButtonElement): Promise<void> {
  if (wanted()) localStorage.removeItem(KEPT_AS);
  else {
    localStorage.setItem(KEPT_AS, "on");
    await Notification.requestPermission();
  }
  showChoice(button);
}

/** How many wait, or how many notes name the user, as shown by the navigation and the lists. */
function number(page: Document, what: "count" | "mentions"): number {
  const counts = [...page.querySelectorAll<HTMLElement>(`[data-${what}]`)];
  return counts.reduce((sum, { dataset }) => sum + Number(dataset[what]), 0);
}

/** Watch the page for changes. */
export function notify(page: Document): void {
  const button = page.querySelector<HTMLButtonElement>("#notify");
  if (!button || typeof Notification === "undefined") return;
  showChoice(button);
  button.addEventListener("click", () => void choose(button));

  const title = page.title;
  let before = number(page, "count");
  let named = number(page, "mentions");
  let unread = 0;
  const entitle = (): void => {
    const count = number(page, "count") + number(page, "mentions") + unread;
    page.title = count > 0 ? `(${count}) ${title}` : title;
  };
  entitle();
  page.addEventListener("htmx:afterSwap", () => {
    const now = number(page, "count");
    const namedNow = number(page, "mentions");
    if (now > before && page.hidden) tell(button.dataset["waiting"] ?? "");
    if (namedNow > named && page.hidden) tell(button.dataset["mention"] ?? "");
    before = now;
    named = namedNow;
    entitle();
  });
  page.addEventListener("htmx:sseMessage", (event) => {
    const { type, data } = (event as CustomEvent<MessageEvent<string>>).detail;
    if (type !== "line" || !data.includes('class="line customer"') || !page.hidden) return;
    unread += 1;
    tell(button.dataset["line"] ?? "");
    entitle();
  });
  page.addEventListener("visibilitychange", () => {
    if (!page.hidden) unread = 0;
    entitle();
  });
}
