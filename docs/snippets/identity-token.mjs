// Makes the token that tells the chat who is signed in. Needs nothing but Node.
import { createHmac, randomUUID } from "node:crypto";

const encode = (data) => Buffer.from(JSON.stringify(data)).toString("base64url");

/** A token for the customer of this session. Leave out `now` and `tokenId`. */
export function identityToken(
  userName,
  email,
  keyId,
  secret,
  now = Math.floor(Date.now() / 1000),
  tokenId = randomUUID(),
) {
  const header = { alg: "HS256", kid: keyId, typ: "JWT" };
  const claims = {
    sub: userName,
    email,
    aud: "fairwell",
    iat: now,
    exp: now + 300,
    jti: tokenId,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
