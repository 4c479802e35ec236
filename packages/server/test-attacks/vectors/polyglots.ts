// Attacks on whoever opens a link: uploads that a browser would run, under names and types of honest media.
import type { Family, UploadVector } from '../vector.ts';

const script = '<script>fetch("/api/v1/keys")</script>';
const svg = `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`;

function uploaded(filename: string, bytes: string, isRepresentative = false): UploadVector {
  return {
    name: `is ${filename} that begins with ${JSON.stringify(bytes.slice(0, 12))}`,
    filename,
    bytes,
    ...(isRepresentative ? { isRepresentative: true } : {}),
  };
}

export const polyglots: Family<UploadVector> = {
  name: 'polyglots',
  vectors: [
    uploaded('a.html', script, true),
    uploaded('a.svg', svg, true),
    uploaded('a.mp4', script),
    uploaded('a.png', `\u0089PNG\r\n\u001a\n${script}`),
    uploaded('a.gif', `GIF89a/*${script}`),
    uploaded('a.jpg', `\u00ff\u00d8\u00ff\u00fe${script}`),
    uploaded('a.xml', `<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>${svg}`),
    uploaded('a.xhtml', `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`),
    uploaded('a.js', 'fetch("/api/v1/keys")'),
    uploaded('a.mjs', 'fetch("/api/v1/keys")'),
    uploaded('a.pdf', '%PDF-1.7 /JS (app.alert(1))'),
    uploaded('a.swf', 'CWS'),
    uploaded('a.wasm', '\u0000asm'),
    uploaded('a.vtt', `WEBVTT\n\n00:00.000 --> 00:01.000\n${script}\n`),
    uploaded('a.txt', script),
    uploaded('a.m3u8', `#EXTM3U\n${script}`),
    uploaded('a', script),
    uploaded('a.html.mp4', script),
    uploaded('a.mp4.html', '\u0000\u0000\u0000\u0018ftypmp42'),
    uploaded('a.HTML', script),
    uploaded('a.htm\u00a0', script),
  ],
};
