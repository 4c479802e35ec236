// What the filters `sendcmd` and `asendcmd` are told to say to other filters, and when.
//
// Follows `parse_commands` of libavfilter/f_sendcmd.c.
import { readToken } from './read-token.ts';

/** One command. */
export interface RuntimeCommand {
  /** A filter's name, or `name@instance`, or `all`. */
  readonly target: string;
  readonly command: string;
  /** Empty when there is none. */
  readonly value: string;
}

const delimiters = ' \f\t\n\r,;';

/** The commands of all intervals, in order: `0.0-1 [enter] drawtext reinit text=a, hue s 1; 2 …`. Total. */
export function readRuntimeCommands(text: string): RuntimeCommand[] {
  const commands: RuntimeCommand[] = [];
  let at = 0;
  const skip = (): void => {
    for (;;) {
      while (at < text.length && ' \f\t\n\r'.includes(text.charAt(at))) at += 1;
      if (text[at] !== '#') return;
      while (at < text.length && text[at] !== '\n') at += 1;
    }
  };
  const next = (): string => {
    skip();
    const token = readToken(text, at, delimiters);
    at = token.end;
    return token.text;
  };
  while (at < text.length) {
    // The interval's times.
    next();
    do {
      skip();
      if (text[at] === ',') at += 1;
      skip();
      if (text[at] === '[') at = Math.max(at, text.indexOf(']', at)) + 1;
      const target = next();
      const command = next();
      skip();
      const value = at < text.length && !',;'.includes(text.charAt(at)) ? next() : '';
      if (target !== '') commands.push({ target, command, value });
      skip();
    } while (text[at] === ',');
    if (text[at] === ';') at += 1;
    // Something that is no command: FFmpeg refuses the whole.
    else if (at < text.length) return commands;
  }
  return commands;
}
