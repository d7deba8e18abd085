import assert from "node:assert/strict";
import { test } from "node:test";

import { attachmentHref, readLine, readText } from "../src/text.ts";

function links(text: string): string[] {
  return readLine(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));
}

function plain(text: string): string {
  return readLine(text)
    .map((part) => part.text)
    .join("");
}

test("an https address becomes a link and the text around it stays", () => {
  assert.deepEqual(readLine("Siehe https://hilfe.example/a?b=1#c bitte."), [
    { kind: "text", text: "Siehe " },
    { kind: "link", text: "https://hilfe.example/a?b=1#c", href: "https://hilfe.example/a?b=1#c" },
    { kind: "text", text: " bitte." },
  ]);
});

test("the punctuation of the sentence is not part of the address", () => {
  assert.deepEqual(links("Lesen Sie https://hilfe.example/x."), ["https://hilfe.example/x"]);
  assert.deepEqual(links("(https://hilfe.example/x)"), ["https://hilfe.example/x"]);
  assert.deepEqual(links("(https://hilfe.example/x_(y))."), ["https://hilfe.example/x_(y)"]);
  assert.deepEqual(links("„https://hilfe.example/x“"), ["https://hilfe.example/x"]);
  assert.deepEqual(links("https://a.example, https://b.example"), [
    "https://a.example",
    "https://b.example",
  ]);
});

test("mailto and tel addresses are shown without their scheme", () => {
  assert.deepEqual(readLine("mailto:hilfe@firma.example"), [
    { kind: "link", text: "hilfe@firma.example", href: "mailto:hilfe@firma.example" },
  ]);
  assert.deepEqual(readLine("Telefon: tel:+1-555-010-0100."), [
    { kind: "text", text: "Telefon: " },
    { kind: "link", text: "+1-555-010-0100", href: "tel:+15550100100" },
    { kind: "text", text: "." },
  ]);
});

const NO_LINKS = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "http://hilfe.example/",
  "//hilfe.example/",
  "ftp://hilfe.example/",
  "https://",
  "https://bank.example@evil.example/",
  "https://user:pw@evil.example/",
  "xhttps://hilfe.example/",
  "<a href=x>klick</a>",
  "[klick](javascript:alert(1))",
  "mailto:nobody",
  "tel:+",
];

for (const text of NO_LINKS) {
  test(`no link in ${JSON.stringify(text)}, and not a character lost`, () => {
    assert.deepEqual(links(text), []);
    assert.equal(plain(text), text);
  });
}

test("a mail address brings no subject or body along", () => {
  assert.deepEqual(links("mailto:a@b.example?body=Guten%20Tag"), ["mailto:a@b.example"]);
});

test("markup is text", () => {
  const text = '<img src=x onerror="alert(1)"> **fett** <script>x</script>';

  assert.deepEqual(readText(text), [
    { kind: "paragraph", lines: [[{ kind: "text", text }]] },
  ]);
});

test("a character that turns the reading direction ends the address", () => {
  assert.deepEqual(links("https://hilfe.example/\u202Egpj.exe"), ["https://hilfe.example/"]);
});

test("line breaks stay, empty lines part paragraphs, bullets form a list", () => {
  const text = "Eins\nZwei\n\nDrei:\n• a\n• b https://c.example\r\nVier";

  const shape = readText(text).map((block) =>
    block.kind === "list" ? ["list", block.items.length] : ["paragraph", block.lines.length],
  );

  assert.deepEqual(shape, [
    ["paragraph", 2],
    ["paragraph", 1],
    ["list", 2],
    ["paragraph", 1],
  ]);
});

test("an empty message has no blocks", () => {
  assert.deepEqual(readText(" \n \n"), []);
});

test("a long message without any address is read at once", () => {
  const text = "https:/".repeat(20_000);

  assert.equal(plain(text).length, text.length);
});

test("attachments come from the gateway or by https", () => {
  const base = "http://127.0.0.1:8080";

  assert.equal(attachmentHref("/api/a/1.pdf", base), "http://127.0.0.1:8080/api/a/1.pdf");
  assert.equal(attachmentHref("https://files.example/1.pdf", base), "https://files.example/1.pdf");
  assert.equal(attachmentHref("http://files.example/1.pdf", base), null);
  assert.equal(attachmentHref("//files.example/1.pdf", base), null);
  assert.equal(attachmentHref("javascript:alert(1)", base), null);
  assert.equal(attachmentHref("data:text/html,x", base), null);
  assert.equal(attachmentHref("https://a@evil.example/", base), null);
});
