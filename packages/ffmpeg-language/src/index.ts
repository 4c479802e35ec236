// The FFmpeg command line as a language: pure, without dependencies, also for browsers.
export { type DurationIntent, readDurationIntent } from './duration-intent.ts';
export { type ExpectedDuration, expectedDuration, type OutputFacts } from './expected-duration.ts';
export { type FileMention, findFiles } from './find-files.ts';
export type { InputFacts, InputStream } from './input-span.ts';
export { type Mark, type MarkKind, markCommand } from './mark-command.ts';
export { maskCredentials } from './mask-credentials.ts';
export { needsNoInput } from './needs-no-input.ts';
export type { Option } from './parse-arguments.ts';
export { type CommandLine, type FileGroup, parseCommandLine } from './parse-command-line.ts';
export { parseTimeSeconds } from './parse-time.ts';
export { findPlaceholders, type Placeholder, renderWords } from './placeholders.ts';
export { type FFmpegBuild, type LogLevel, type PreparedArguments, prepareArguments } from './prepare-arguments.ts';
export { type Problem, placeOf } from './problem.ts';
export { type Command, type CommandProblem, type CommandTexts, type Policy, readCommands } from './read-commands.ts';
export { quoteWord, type SplitResult, splitWords } from './split-words.ts';
export type { Word } from './word.ts';
