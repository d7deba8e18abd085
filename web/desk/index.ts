// The desk's script: htmx with its SSE extension, and what a page must say when the server is silent.
import "./policy.ts";
import "htmx.org";
import "htmx-ext-sse";
import { sayWhatIsWrong } from "./notices.ts";

sayWhatIsWrong(document);
