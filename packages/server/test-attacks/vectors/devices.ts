// Attacks on what is no file: cameras, screens, sound cards, disks, the kernel's own devices.
import { type CommandVector, type Family, pretext, pretextInput } from '../vector.ts';

/** An input of a device's own format. */
function capture(format: string, source: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name: `captures by ${format} from ${source}`,
    inputs: pretext,
    command: `${pretextInput} -f ${format} -i ${source} -map 1 -t 0.1 -f matroska {{out_a}}`,
    refuses: format,
    maxRunSeconds: 5,
    ...more,
  };
}

function show(format: string, target: string): CommandVector {
  return {
    name: `shows by ${format} on ${target}`,
    command: `-f lavfi -i color=s=64x64:d=0.1 -pix_fmt yuv420p -f ${format} ${target} -f rawvideo {{out_a}}`,
    refuses: format,
    maxRunSeconds: 5,
    // SDL falls back to showing nothing.
    ends: ['FFMPEG_FAILED', 'SUCCESS'],
  };
}

/** A node of /dev as raw bytes. */
function node(path: string, more: Partial<CommandVector> = {}): CommandVector {
  return {
    name: `reads ${path}`,
    inputs: pretext,
    command: `${pretextInput} -f u8 -ar 8000 -ac 1 -i ${path} -map 1 -t 1 -c copy -f u8 {{out_a}}`,
    refuses: path,
    maxRunSeconds: 5,
    ...more,
  };
}

export const devices: Family<CommandVector> = {
  name: 'devices',
  vectors: [
    capture('v4l2', '/dev/video0', { isRepresentative: true }),
    capture('x11grab', ':0.0'),
    capture('fbdev', '/dev/fb0'),
    capture('kmsgrab', '-'),
    capture('alsa', 'default'),
    capture('oss', '/dev/dsp'),
    capture('pulse', 'default'),
    capture('jack', 'renderio'),
    capture('openal', "''"),
    capture('iec61883', 'auto'),
    capture('libcdio', '/dev/cdrom'),
    capture('libdc1394', '/dev/video1394'),
    show('fbdev', '/dev/fb0'),
    show('v4l2', '/dev/video0'),
    show('xv', 'window'),
    show('sdl', 'window'),
    show('opengl', 'window'),
    show('caca', '-'),
    node('/dev/mem'),
    node('/dev/kmsg'),
    node('/dev/sda'),
    node('/dev/vda'),
    node('/dev/tty', { ends: ['FFMPEG_FAILED', 'TIMEOUT'] }),
    node('/dev/ptmx', { ends: ['FFMPEG_FAILED', 'TIMEOUT'] }),
    node('/dev/fuse'),
    node('/dev/kvm'),
    node('/dev/dri/renderD128'),
    node('/dev/zero', { ends: ['SUCCESS'], isRepresentative: true }),
    node('/dev/urandom', { ends: ['SUCCESS'] }),
    {
      name: 'opens a graphics card',
      inputs: pretext,
      command: `${pretextInput} -init_hw_device vaapi=card:/dev/dri/renderD128 -f wav {{out_a}}`,
      refuses: 'init_hw_device',
    },
    {
      name: 'decodes on a graphics card',
      inputs: pretext,
      command: `-hwaccel vaapi -hwaccel_device /dev/dri/renderD128 ${pretextInput} -f wav {{out_a}}`,
      refuses: '-hwaccel_device',
      ends: ['SUCCESS', 'FFMPEG_FAILED'],
    },
    {
      name: 'asks which devices there are',
      inputs: pretext,
      command: `-sources pulse ${pretextInput} -f wav {{out_a}}`,
      refuses: 'sources',
      ends: ['OUTPUT_MISSING', 'FFMPEG_FAILED'],
    },
  ],
};
