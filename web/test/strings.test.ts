import assert from "node:assert/strict";
import { test } from "node:test";

import { STRINGS } from "../src/strings.ts";
import type { Strings } from "../src/strings.ts";

const { de, en } = STRINGS;
const keys = Object.keys(de) as (keyof Strings)[];

/** Every form a text can take: the numbers are where German and English change their grammar. */
function forms(value: Strings[keyof Strings]): string[] {
  if (typeof value === "string") return [value];
  const form = value as (value: number | string) => string;
  return [1, 2, 2000].map((count) => form(count));
}

test("German and English have the same texts", () => {
  assert.deepEqual(Object.keys(en).sort(), [...keys].sort());
});

// The brand-neutral word is the same in both languages.
const SAME_IN_BOTH = new Set<keyof Strings>(["region"]);

for (const key of keys) {
  test(`${key}: same kind, not empty, translated`, () => {
    const [german, english] = [de[key], en[key]];
    assert.equal(typeof german, typeof english);
    assert.equal(
      typeof german === "function" ? german.length : 0,
      typeof english === "function" ? english.length : 0,
    );
    for (const [at, text] of forms(german).entries()) {
      assert.notEqual(text.trim(), "");
      if (!SAME_IN_BOTH.has(key)) assert.notEqual(text, forms(english)[at]);
    }
  });

  test(`${key}: numbers appear in both languages`, () => {
    if (typeof de[key] === "string") return assert.doesNotMatch(de[key], /\{|\$/);
    for (const language of [de, en]) {
      const [one, , many] = forms(language[key]);
      assert.match(one ?? "", /1/);
      assert.match(many ?? "", /2000/);
    }
  });

  test(`${key}: speaks as the assistant speaks`, () => {
    for (const text of [...forms(de[key]), ...forms(en[key])]) {
      assert.doesNotMatch(text, /!|\p{Extended_Pictographic}/u);
      assert.doesNotMatch(text, /\p{L}\/\p{L}|bzw\./u, "no slash forms, no abbreviations");
      assert.ok(text.length <= 300, "fits a phone's screen");
    }
    for (const text of forms(de[key])) {
      assert.doesNotMatch(text, /\b(du|dich|dir|dein\w*|euch|tippt)\b/i, "customers are 'Sie'");
    }
  });
}

test("the hint in the other language is in the other language", () => {
  assert.match(de.languagesOther, /English/);
  assert.match(en.languagesOther, /Deutsch/);
});
