// Formats that are no files: devices, and those that open connections by themselves.
import type { FileUse } from './judge-name.ts';
import type { Verdict } from './verdict.ts';

/** Input and output devices of libavdevice, 5.1 to 9.0. `lavfi` is none here: its graph is judged. */
const devices = new Set(
  `alsa android_camera audiotoolbox avfoundation bktr caca decklink dshow fbdev gdigrab iec61883 jack kmsgrab libcdio
   libdc1394 libndi_newtek openal opengl oss pulse sdl sdl2 sndio v4l2 vfwcap video4linux2 x11grab xcbgrab xv dvdvideo`
    .trim()
    .split(/\s+/),
);

/** Demuxers that run a script. */
const scripts = new Set(['avisynth', 'vapoursynth']);

const networkFormats = new Set('rtp rtp_mpegts rtsp sap whip'.split(' '));

/** Judges a format that FFmpeg is told to use. FFmpeg compares without regard to case. */
export function judgeFormat(format: string, use: FileUse): Verdict | null {
  const name = format.toLowerCase();
  if (devices.has(name)) {
    return {
      type: 'forbidden_device',
      reason: 'is a device, and commands have none',
      advice:
        use === 'read'
          ? 'Record it where the device is, put the file into input_files, and write its placeholder as the input.'
          : 'Write into a file of output_files.',
    };
  }
  if (scripts.has(name)) {
    return { type: 'forbidden_code', reason: 'runs a script', advice: 'Use filters of FFmpeg instead.' };
  }
  if (networkFormats.has(name) || (name === 'sdp' && use === 'read')) {
    return {
      type: 'forbidden_url',
      reason: 'sends or receives over the network, which commands cannot reach',
      advice: use === 'read' ? 'Put a file into input_files instead.' : 'Write into a file of output_files.',
    };
  }
  return null;
}
