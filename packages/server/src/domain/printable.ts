// Text that programs and files had a hand in, made fit to be stored and shown: it may hold anything.

/** Control characters and half characters become U+FFFD, so that neither a database nor a terminal stumbles; lines and tabs stay. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}--[\n\t]]/gv, '\uFFFD');
}
