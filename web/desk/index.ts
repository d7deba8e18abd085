// The desk's script: htmx with its SSE extension, and the page's client-side behaviour.
import "./policy.ts";
import "htmx.org";
import "htmx-ext-sse";
import { askFirst } from "./ask.ts";
import { offerBlocks } from "./blocks.ts";
import { obeyKeys } from "./keys.ts";
import { sayWhatIsWrong } from "./notices.ts";
import { notify } from "./notify.ts";
import { passOnce } from "./once.ts";
import { converse } from "./talk.ts";
import { countOn } from "./waiting.ts";

sayWhatIsWrong(document);
passOnce(document);
countOn(document);
converse(document);
offerBlocks(document);
askFirst(document);
obeyKeys(document);
notify(document);

// For tests, which are quicker than people: from here on keys and htmx's attributes work. htmx
// reads the page at this event too, and was told of it first.
document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.dataset["ready"] = "";
});
