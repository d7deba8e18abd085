/** Incremental parser of the text/event-stream format. */

export interface ServerEvent {
  readonly type: string;
  readonly data: string;
  /** The id in force at this event; empty if none was ever sent. */
  readonly id: string;
}

export class EventParser {
  #rest = "";
  #type = "";
  #data: string[] = [];
  #id = "";
  #retry: number | null = null;
  #started = false;

  /** The pause before reconnecting that the server asked for, in milliseconds. */
  get retry(): number | null {
    return this.#retry;
  }

  /** Parses the next chunk and returns the events it completed. */
  push(piece: string): ServerEvent[] {
    let text = this.#rest + piece;
    if (!this.#started && text !== "") {
      this.#started = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    const events: ServerEvent[] = [];
    const line = /([^\r\n]*)(\r\n|\n|\r)/y;
    let end = 0;
    for (let match = line.exec(text); match !== null; match = line.exec(text)) {
      // A CR at the very end may be the first half of a CRLF that is still on its way.
      if (match[2] === "\r" && line.lastIndex === text.length) break;
      end = line.lastIndex;
      const event = this.#take(match[1] ?? "");
      if (event !== null) events.push(event);
    }
    this.#rest = text.slice(end);
    return events;
  }

  #take(line: string): ServerEvent | null {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#type = value;
    else if (field === "data") this.#data.push(value);
    else if (field === "id" && !value.includes("\0")) this.#id = value;
    else if (field === "retry" && /^\d+$/.test(value)) this.#retry = Number(value);
    return null;
  }

  #dispatch(): ServerEvent | null {
    const data = this.#data;
    const type = this.#type || "message";
    this.#data = [];
    this.#type = "";
    return data.length === 0 ? null : { type, data: data.join("\n"), id: this.#id };
  }
}
