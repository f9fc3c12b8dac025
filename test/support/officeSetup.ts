import { findOffice, officePath } from './office.ts';
import { installPackages } from './systemPackages.ts';

/** Runs once before the tests that open workbooks: where there is no LibreOffice and the system's package may be installed, it is. */
export default function setup(): void {
  if (findOffice() === undefined) installPackages(['libreoffice-calc'], ['--no-install-recommends']);
  officePath();
}
