// Attacks that have FFmpeg load code or start interpreters: plug-ins, scripts, shaders, drivers.
import { type CommandVector, type Family, pretext, pretextInput, type Upload } from '../vector.ts';

const tone = '-f lavfi -i sine=d=0.1';
const color = '-f lavfi -i color=s=64x64:d=0.1';

/** Enough of a shared object to be opened; the box refuses to map it before anything in it counts. */
const library: Upload = {
  filename: 'plugin.so',
  bytes: Buffer.from('7f454c4602010100000000000000000003003e0001', 'hex'),
};
const withLibrary = { in_so: library };

export const code: Family<CommandVector> = {
  name: 'code loading',
  vectors: [
    {
      name: 'loads an uploaded LADSPA plug-in',
      command: `${tone} -af ladspa=file={{in_so}}:plugin=x -f wav {{out_a}}`,
      inputs: withLibrary,
      refuses: 'ladspa',
      isRepresentative: true,
    },
    {
      name: 'loads a LADSPA plug-in by a path of the job folder',
      command: `-f u8 -ar 8000 -ac 1 -i {{in_so}} -af ladspa=file=./inputs/in_so.so:plugin=x -f wav {{out_a}}`,
      inputs: withLibrary,
      refuses: 'ladspa',
    },
    {
      name: 'loads a LADSPA plug-in of the host',
      command: `${tone} -af ladspa=file=/usr/lib/ladspa/x.so -f wav {{out_a}}`,
      refuses: 'ladspa',
    },
    {
      name: 'loads a LADSPA plug-in by name',
      command: `${tone} -af ladspa=file=caps:plugin=x -f wav {{out_a}}`,
      refuses: 'ladspa',
    },
    {
      name: 'loads an uploaded LADSPA plug-in by a name in capitals and spaces',
      command: `${tone} -af "  ladspa = file = {{in_so}} : p = x" -f wav {{out_a}}`,
      inputs: withLibrary,
      refuses: 'ladspa',
    },
    {
      name: 'loads an uploaded LADSPA plug-in with its name escaped',
      command: `${tone} -af "anull,ladspa=file='{{in_so}}':p=x" -f wav {{out_a}}`,
      inputs: withLibrary,
      refuses: 'ladspa',
    },
    {
      name: 'loads an uploaded LADSPA plug-in as an input of lavfi',
      command: `-f u8 -i {{in_so}} -f lavfi -i "ladspa=file=/job/inputs/in_so.so:p=x" -map 1 -f wav {{out_a}}`,
      inputs: withLibrary,
      refuses: 'ladspa',
    },
    {
      name: 'copies a plug-in to /tmp and loads it from there',
      command: [
        '-f data -i {{in_so}} -map 0 -c copy -f data /tmp/x.so',
        `${tone} -af ladspa=file=/tmp/x.so:p=x -f wav {{out_a}}`,
      ],
      inputs: withLibrary,
      refuses: '/tmp/x.so',
      isRepresentative: true,
    },
    {
      name: 'puts a plug-in where LADSPA looks by itself',
      command: [
        '-f data -i {{in_so}} -map 0 -c copy -f data /tmp/.ladspa/lib/x.so',
        `${tone} -af ladspa=file=x:p=x -f wav {{out_a}}`,
      ],
      inputs: withLibrary,
      refuses: '/tmp/.ladspa/lib/x.so',
    },
    {
      name: 'loads an LV2 plug-in by URI',
      command: `${tone} -af "lv2=plugin=file\\\\:///job/inputs/x.lv2/" -f wav {{out_a}}`,
      refuses: 'lv2',
    },
    {
      name: 'loads an LV2 plug-in by a path',
      command: `${tone} -af lv2=p=/job/inputs/in_so.so -f wav {{out_a}}`,
      refuses: 'lv2',
    },
    {
      name: 'loads an uploaded frei0r effect',
      command: `${color} -vf frei0r={{in_so}} -f rawvideo {{out_a}}`,
      inputs: withLibrary,
      refuses: 'frei0r',
      isRepresentative: true,
    },
    {
      name: 'loads a frei0r effect by climbing out of its folder',
      command: `${color} -vf frei0r=../../../job/inputs/in_so -f rawvideo {{out_a}}`,
      refuses: 'frei0r',
    },
    {
      name: 'loads a frei0r source',
      command: `-f lavfi -i frei0r_src=size=64x64:framerate=1:filter_name=/job/x -t 1 -f rawvideo {{out_a}}`,
      refuses: 'frei0r_src',
    },
    {
      name: 'loads a neural network',
      command: `${color} -vf "dnn_processing=dnn_backend=tensorflow:model={{in_so}}:input=x:output=y" -f rawvideo {{out_a}}`,
      inputs: withLibrary,
      refuses: 'dnn_processing',
    },
    {
      name: 'loads an OpenCL program of its own',
      command: `-f u8 -i {{in_so}} -init_hw_device opencl=ocl -filter_hw_device ocl -f lavfi -i color=d=0.1 -map 1 -vf program_opencl=source=/job/inputs/in_so.so:kernel=x -f rawvideo {{out_a}}`,
      inputs: withLibrary,
      refuses: 'opencl',
    },
    {
      name: 'loads a shader of its own',
      command: `${color} -vf libplacebo=custom_shader_path={{in_so}} -f rawvideo {{out_a}}`,
      inputs: withLibrary,
      refuses: 'custom_shader_path',
      ends: ['FFMPEG_FAILED', 'OUT_OF_MEMORY'],
    },
    {
      name: 'runs an AviSynth script',
      command: '-f avisynth -i {{in_a}} -f rawvideo {{out_a}}',
      inputs: { in_a: { filename: 'a.avs', bytes: 'LoadPlugin("/job/inputs/in_a.avs")\nBlankClip()\n' } },
      refuses: 'avisynth',
    },
    {
      name: 'runs an AviSynth script by its extension',
      command: '-i {{in_a}} -f rawvideo {{out_a}}',
      inputs: { in_a: { filename: 'a.avs', bytes: 'BlankClip()\n' } },
    },
    {
      name: 'runs a VapourSynth script, which is Python',
      command: '-f vapoursynth -i {{in_a}} -f rawvideo {{out_a}}',
      inputs: { in_a: { filename: 'a.vpy', bytes: 'import os\nos.system("touch @SHELTER@/python")\n' } },
      refuses: 'vapoursynth',
    },
    {
      name: 'runs a VapourSynth script by its extension',
      command: '-i {{in_a}} -f rawvideo {{out_a}}',
      inputs: { in_a: { filename: 'a.vpy', bytes: 'import os\nos.system("touch @SHELTER@/python")\n' } },
    },
    {
      name: 'loads a driver of video acceleration',
      command: `${pretextInput} -init_hw_device vaapi=v:/job/inputs/in_a.raw -f lavfi -i color=d=0.1 -map 1 -f rawvideo {{out_a}}`,
      inputs: pretext,
      refuses: 'init_hw_device',
    },
    {
      name: 'runs a macro of TeX through subtitles',
      command: `${color} -vf subtitles={{in_a}} -f rawvideo {{out_a}}`,
      inputs: {
        in_a: {
          filename: 'a.ass',
          bytes:
            '[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: ../../../../../../@SHELTER@/font.ttf\n!!!!\n[Events]\nFormat: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:01.00,Default,{\\fnx}a\n',
        },
      },
      ends: ['SUCCESS'],
    },
  ],
};
