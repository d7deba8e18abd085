<?php
// Makes the token that tells the chat who is signed in. Needs nothing but PHP 7.4 or later.

/** A token for the customer of this session. Leave out $now and $tokenId. */
function identity_token(
    string $userName,
    string $email,
    string $keyId,
    string $secret,
    ?int $now = null,
    ?string $tokenId = null
): string {
    $now = $now ?? time();
    $header = [
        'alg' => 'HS256',
        'kid' => $keyId,
        'typ' => 'JWT',
    ];
    $claims = [
        'sub' => $userName,
        'email' => $email,
        'aud' => 'fairwell',
        'iat' => $now,
        'exp' => $now + 300,
        'jti' => $tokenId ?? bin2hex(random_bytes(16)),
    ];
    $encode = fn (string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $json = fn (array $data): string => json_encode($data, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    $signed = $encode($json($header)) . '.' . $encode($json($claims));
    return $signed . '.' . $encode(hash_hmac('sha256', $signed, $secret, true));
}
