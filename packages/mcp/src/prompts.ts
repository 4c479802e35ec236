// Prompts for common jobs: what a person picks from a menu, and a model then does with the tools.
import { z } from 'zod';

export interface PromptRow {
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject<Record<string, z.ZodType<string> | z.ZodOptional<z.ZodString>>>;
  readonly write: (input: Readonly<Record<string, string | undefined>>) => string;
}

const media = (what: string) => z.string().describe(`${what}: a URL, a storage_url or a file_id.`);

export const prompts = {
  compress_to_size: {
    title: 'Compress to a size',
    description: 'Make a video fit into so many megabytes, as good as that allows.',
    input: z.object({ video: media('The video'), megabytes: z.string().describe('At most so many MB.') }),
    write: ({ video, megabytes }) =>
      `Make this video at most ${megabytes ?? ''} MB: ${video ?? ''}
1. probe_media for its duration and dimensions.
2. Bit rate in kbit/s = megabytes * 8000 / seconds * 0.97, less 128 for sound. Below 300 kbit/s scale to 480 lines, below 1,000 to 720; never enlarge.
3. run_chained_ffmpeg_commands with two passes of libx264 (-pass 1 -an -f null -, then -pass 2 -c:a aac -b:a 128k -movflags +faststart).
4. If the result is still too large, repeat with the bit rate lowered in proportion. Tell the size, and show one frame with preview_frame.`,
  },
  add_captions: {
    title: 'Burn captions in',
    description: 'Put the subtitles of a file into the picture of a video.',
    input: z.object({ video: media('The video'), subtitles: media('SRT, VTT or ASS') }),
    write: ({ video, subtitles }) =>
      `Burn these captions into the video: ${subtitles ?? ''} into ${video ?? ''}
1. probe_media of the video.
2. run_ffmpeg_command with both as inputs (in_video, in_captions) and -vf "subtitles={{in_captions}}" -c:v libx264 -crf 20 -c:a copy; for upright video add :force_style='FontSize=14,MarginV=60'.
3. preview_frame at a moment where a caption is shown, and check that it is readable.`,
  },
  social_cut: {
    title: 'Cut for social media',
    description: 'A short upright clip, loud enough and ready for reels, shorts or stories.',
    input: z.object({
      video: media('The video'),
      start_seconds: z.string().describe('Where it begins.'),
      duration_seconds: z.string().describe('How long it is; at most 60 for most places.'),
    }),
    write: ({ video, start_seconds: start, duration_seconds: duration }) =>
      `Cut ${duration ?? ''} s from ${start ?? ''} s of ${video ?? ''} for social media.
1. probe_media; preview_frame at the start, to see where the subject is.
2. run_ffmpeg_command: -ss and -t before -i, crop to 9:16 around the subject, scale=1080:1920, loudnorm=I=-14:TP=-1.5:LRA=11, libx264 -crf 20 -pix_fmt yuv420p, aac 160k, -movflags +faststart.
3. preview_frame of the result; if the subject is cut off, move the crop and run it again.`,
  },
  explain_failure: {
    title: 'Explain a failure',
    description: 'Find out why a command failed and put it right.',
    input: z.object({ command_id: z.string().describe('The command that failed.') }),
    write: ({ command_id: id }) =>
      `Find out why command ${id ?? ''} failed. get_command, then get_command_log; name the cause in one sentence. Correct the command, check it with validate_command, and run it only after telling what you changed.`,
  },
} as const satisfies Record<string, PromptRow>;
