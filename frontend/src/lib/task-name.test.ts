import { describe, expect, it } from 'vitest';
import { taskNameOf } from './task-name.ts';

const task = { id: 'task_1', taskNo: 'T1' };

describe('taskNameOf', () => {
  it('is the name of the first picture where there is one', () => {
    expect(taskNameOf({ ...task, inputs: [{ name: 'mug.jpg' }], parameters: { prompt: 'A mug' } })).toBe(
      'mug.jpg',
    );
  });

  it('is what was asked for, in one line', () => {
    expect(taskNameOf({ ...task, inputs: [], parameters: { prompt: ' A mug\n on  a table ' } })).toBe(
      'A mug on a table',
    );
    expect(taskNameOf({ ...task, parameters: { prompt: ' ', text: '你好，世界' } })).toBe('你好，世界');
  });

  it('is shortened between characters, never within one', () => {
    expect(taskNameOf({ ...task, parameters: { text: '😀'.repeat(200) } })).toBe(`${'😀'.repeat(120)}…`);
  });

  it('is the number where nothing was said', () => {
    expect(taskNameOf({ ...task, parameters: { scale: 2 } })).toBe('T1');
    expect(taskNameOf({ id: 'task_1' })).toBe('task_1');
  });
});
