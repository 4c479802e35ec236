// Every preset that comes with the program, on a one-second clip.
import { tryPresets } from './try-presets.ts';

tryPresets('on a wide clip with sound', { width: 320, height: 240, hasSound: true });
