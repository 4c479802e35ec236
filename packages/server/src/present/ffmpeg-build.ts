// What a build of FFmpeg can do, and what one part of it takes, in the wire's words.
import type { FfmpegBuild, FfmpegPart } from '@renderio/contract';
import type { FfmpegBuildFacts } from '../domain/ffmpeg-build-facts.ts';
import type { OptionFact } from '../domain/ffmpeg-part-facts.ts';

export function presentFfmpegBuild(build: { readonly version: string; readonly facts: FfmpegBuildFacts }): FfmpegBuild {
  const { options, encoders, filters, formats, pixelFormats } = build.facts;
  return {
    version: build.version,
    options: [...options],
    encoders: [...encoders],
    filters: [...filters],
    formats: [...formats],
    pixel_formats: [...pixelFormats],
  };
}

export function presentFfmpegPart(part: {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionFact[];
}): FfmpegPart {
  return { ...part, options: part.options.map((option) => ({ ...option, values: [...option.values] })) };
}
