// Keeps what opens a URL (user info, signatures, tokens) out of texts that quote it: messages, FFmpeg's log.

/** Up to the last `@` before the path, also of what a filtergraph's `:` has cut off from its scheme. */
const userInfo = /\/\/[^\s/?#'"<>]*@/g;
/** Parameters whose names say that their values open something, as S3, Azure, Google and CDNs call them. */
const secretParameter =
  /([?&][\w.-]{0,40}(?:sig|signature|token|secret|password|passwd|credential|key|keyid|key-id|auth|authorization|policy|hmac)=)[^\s&#'"<>]*/gi;

/** `https://user:password@host/a?b=c&X-Amz-Signature=d` becomes `https://***@host/a?b=c&X-Amz-Signature=***`. Total. */
export function maskCredentials(text: string): string {
  if (!text.includes('//')) return text;
  return text.replaceAll(userInfo, '//***@').replaceAll(secretParameter, '$1***');
}
