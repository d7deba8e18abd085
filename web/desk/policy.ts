// htmx writes what the server sent with innerHTML and DOMParser. Under Trusted Types that needs the
// page's default policy. It lets HTML through, which our templates escaped, and nothing else:
// without createScript and createScriptURL no text can become code, and no script can be added.
type Factory = { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown };

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
factory?.createPolicy("default", { createHTML: (text) => text });
