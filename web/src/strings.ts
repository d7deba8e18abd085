/** The widget's own texts. The assistant's texts come from the gateway. */

import type { Language } from "./wire.ts";

export interface Strings {
  readonly region: string;
  readonly launcher: string;
  readonly launcherResume: string;
  readonly unread: (count: number) => string;
  readonly close: string;
  readonly forms: string;
  readonly cancelForm: string;
  readonly withdrawForm: string;
  readonly titleAssistant: string;
  readonly titleTeam: string;
  readonly queued: string;
  readonly human: string;
  readonly humanNamed: (name: string) => string;
  readonly typing: (name: string) => string;
  readonly closed: string;
  readonly log: string;
  readonly intro: string;
  readonly languages: string;
  readonly languagesOther: string;
  readonly suggestions: string;
  readonly suggestCancel: string;
  readonly suggestPause: string;
  readonly suggestQuestion: string;
  readonly authorCustomer: string;
  readonly authorAssistant: string;
  readonly authorTeam: string;
  readonly authorSystem: string;
  readonly choices: string;
  readonly attachments: string;
  readonly newTab: string;
  readonly input: string;
  readonly inputHelp: string;
  readonly send: string;
  readonly charactersLeft: (count: number) => string;
  readonly charactersOver: (count: number) => string;
  readonly tooLong: (limit: number) => string;
  readonly pending: string;
  readonly pendingTeam: string;
  readonly loading: string;
  readonly newBelow: string;
  readonly moreBelow: string;
  readonly offline: string;
  readonly reconnecting: string;
  readonly unreachable: string;
  readonly refused: string;
  readonly retry: string;
  readonly retryAnonymously: string;
  readonly retryIn: (seconds: number) => string;
  readonly gone: string;
}

const de: Strings = {
  region: "Chat",
  launcher: "Chat öffnen",
  launcherResume: "Chat fortsetzen",
  unread: (count) =>
    count === 1 ? "1 neue Nachricht im Chat" : `${count} neue Nachrichten im Chat`,
  close: "Chat schließen",
  forms: "Ohne den Chat",
  cancelForm: "Verträge hier kündigen",
  withdrawForm: "Vertrag widerrufen",
  titleAssistant: "Automatischer Assistent",
  titleTeam: "Unser Team",
  queued: "Sie warten auf eine Mitarbeiterin oder einen Mitarbeiter.",
  human: "Sie schreiben mit einer Mitarbeiterin oder einem Mitarbeiter.",
  humanNamed: (name) => `Sie schreiben mit ${name}.`,
  typing: (name) => `${name} schreibt ...`,
  closed: "Dieses Gespräch ist beendet. Sie können jederzeit neu schreiben.",
  log: "Gesprächsverlauf",
  intro:
    "Ich bin ein automatischer Assistent. Ich nehme Ihre Kündigung auf und beantworte Fragen " +
    "dazu. Auf Wunsch übernimmt eine Mitarbeiterin oder ein Mitarbeiter.",
  languages: "Schreiben Sie auf Deutsch oder auf Englisch.",
  languagesOther: "You can also write in English.",
  suggestions: "Womit möchten Sie beginnen?",
  suggestCancel: "Ich möchte kündigen",
  suggestPause: "Ich möchte pausieren",
  suggestQuestion: "Ich habe eine Frage",
  authorCustomer: "Sie",
  authorAssistant: "Assistent",
  authorTeam: "Unser Team",
  authorSystem: "Hinweis",
  choices: "Antworten zur Auswahl",
  attachments: "Dateien",
  newTab: "öffnet einen neuen Tab",
  input: "Ihre Nachricht",
  inputHelp: "Eingabetaste sendet, Umschalt und Eingabetaste beginnt eine neue Zeile.",
  send: "Senden",
  charactersLeft: (count) => (count === 1 ? "noch 1 Zeichen" : `noch ${count} Zeichen`),
  charactersOver: (count) => `${count} Zeichen zu viel`,
  tooLong: (limit) =>
    `Ihre Nachricht ist zu lang. Möglich sind ${limit} Zeichen. Kürzen Sie sie oder senden Sie ` +
    "sie in zwei Teilen.",
  pending: "Antwort kommt ...",
  pendingTeam: "Nachricht wird gesendet ...",
  loading: "Gespräch wird geladen ...",
  newBelow: "Neue Nachricht weiter unten",
  moreBelow: "Mehr weiter unten",
  offline: "Sie sind offline. Was Sie schreiben, bleibt hier stehen.",
  reconnecting: "Die Verbindung ist unterbrochen. Sie wird gerade wiederhergestellt.",
  unreachable: "Ihre Nachricht konnte nicht gesendet werden. Sie steht noch im Eingabefeld.",
  refused: "Das hat gerade nicht funktioniert. Bitte versuchen Sie es noch einmal.",
  retry: "Erneut senden",
  retryAnonymously: "Ohne Anmeldung senden",
  retryIn: (seconds) =>
    seconds === 1 ? "Wieder möglich in 1 Sekunde." : `Wieder möglich in ${seconds} Sekunden.`,
  gone: "Das bisherige Gespräch ist abgelaufen. Mit Ihrer nächsten Nachricht beginnt ein neues.",
};

const en: Strings = {
  region: "Chat",
  launcher: "Open chat",
  launcherResume: "Continue chat",
  unread: (count) =>
    count === 1 ? "1 new message in the chat" : `${count} new messages in the chat`,
  close: "Close chat",
  forms: "Without the chat",
  cancelForm: "Cancel contracts here",
  withdrawForm: "Withdraw from contract here",
  titleAssistant: "Automated assistant",
  titleTeam: "Our team",
  queued: "You are waiting for a colleague.",
  human: "You are writing with a colleague.",
  humanNamed: (name) => `You are writing with ${name}.`,
  typing: (name) => `${name} is typing ...`,
  closed: "This conversation has ended. You can write again at any time.",
  log: "Conversation",
  intro:
    "I'm an automated assistant. I record your cancellation and answer questions about it. A " +
    "colleague takes over whenever you ask.",
  languages: "You can write in English or in German.",
  languagesOther: "Sie können auch auf Deutsch schreiben.",
  suggestions: "Where would you like to start?",
  suggestCancel: "I want to cancel",
  suggestPause: "I want to pause",
  suggestQuestion: "I have a question",
  authorCustomer: "You",
  authorAssistant: "Assistant",
  authorTeam: "Our team",
  authorSystem: "Note",
  choices: "Answers to choose from",
  attachments: "Files",
  newTab: "opens a new tab",
  input: "Your message",
  inputHelp: "Enter sends, Shift and Enter starts a new line.",
  send: "Send",
  charactersLeft: (count) => (count === 1 ? "1 character left" : `${count} characters left`),
  charactersOver: (count) => (count === 1 ? "1 character too many" : `${count} characters too many`),
  tooLong: (limit) =>
    `Your message is too long. The limit is ${limit} characters. Please shorten it or send it ` +
    "in two parts.",
  pending: "Answer on its way ...",
  pendingTeam: "Sending your message ...",
  loading: "Loading the conversation ...",
  newBelow: "New message further down",
  moreBelow: "More further down",
  offline: "You are offline. What you write stays here.",
  reconnecting: "The connection was lost. Reconnecting.",
  unreachable: "Your message couldn't be sent. It is still in the input field.",
  refused: "That didn't work just now. Please try again.",
  retry: "Send again",
  retryAnonymously: "Send without signing in",
  retryIn: (seconds) =>
    seconds === 1 ? "Possible again in 1 second." : `Possible again in ${seconds} seconds.`,
  gone: "The earlier conversation has expired. Your next message starts a new one.",
};

export const STRINGS: Readonly<Record<Language, Strings>> = { de, en };
