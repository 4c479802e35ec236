// What a build of FFmpeg can do, in the wire's words.
import type { FfmpegBuild } from '@renderio/contract';
import type { FfmpegBuildFacts } from '../domain/ffmpeg-build-facts.ts';

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
