// Every preset that comes with the program, on clips that are upright, odd, silent, or larger than any size it offers.
import { tryPresets } from '../test/presets/try-presets.ts';

tryPresets('on an upright clip with sound', { width: 240, height: 426, hasSound: true });
tryPresets('on an odd-sized clip with sound', { width: 321, height: 241, hasSound: true });
tryPresets('on an upright odd-sized clip without sound', { width: 241, height: 321, hasSound: false });
tryPresets('on a wide clip without sound', { width: 320, height: 180, hasSound: false });
tryPresets('on a large clip', { width: 2560, height: 1440, hasSound: true });
