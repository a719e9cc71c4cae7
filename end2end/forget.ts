// Before all tests: what an earlier run has seen does not count for this one.
import { rmSync } from 'node:fs';
import { VISITED } from './visited';

export default function forget(): void {
  rmSync(VISITED, { force: true });
}
