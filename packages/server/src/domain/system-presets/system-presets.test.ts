// The library of presets is what its readers count on: complete, sound, and the same from release to release.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPreset } from '../check-preset.ts';
import { isId } from '../id.ts';
import { findSystemPreset, systemLibrary, systemPresets } from './system-presets.ts';

test('every preset of the system would be accepted from anybody', () => {
  for (const preset of systemPresets) assert.deepEqual(checkPreset(preset), [], preset.name);
});

test('ids and names are unique, and ids are found', () => {
  assert.equal(new Set(systemPresets.map(({ id }) => id)).size, systemPresets.length);
  assert.equal(new Set(systemPresets.map(({ name }) => name)).size, systemPresets.length);
  for (const preset of systemPresets) assert.ok(isId(preset.id) && findSystemPreset(preset.id) === preset);
  assert.equal(findSystemPreset('5e7e0000-0000-8000-8000-000000000000'), null);
});

test('an id tells its category, and categories stand together', () => {
  const numbers = { delivery: '1', streaming: '2', social: '3', image: '4', audio: '5', edit: '6' };
  for (const { id, category } of systemLibrary) assert.equal(id.at(-3), numbers[category], id);
  const ids = systemLibrary.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted());
});

test('no word of a command is a path or a URL: all files are aliases or lie in the job folder', () => {
  for (const { name, command } of systemLibrary) {
    for (const text of [command].flat()) assert.doesNotMatch(text, /(^|\s)\/|:\/\//, name);
  }
});

test('names and descriptions fit what the contract allows', () => {
  for (const { name, description } of systemLibrary) {
    assert.ok(name.length > 0 && name.length <= 255);
    assert.match(description, /^[^\s].*\.$/);
  }
});
