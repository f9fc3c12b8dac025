import { expect, it } from 'vitest';
import { copiedTable } from '../../renderer/grid/copy.ts';

const columns = [{ header: '资源包ID', numeric: false }, { header: '实际抵扣量', numeric: true }];

it('ids stay text in a spreadsheet, numbers stay exact, and cells with breaks are quoted', () => {
  expect(copiedTable(columns, [['100012345678901234', '0.293333333'], ['a\tb"c', '1']], true)).toEqual({
    text: '资源包ID\t实际抵扣量\r\n100012345678901234\t0.293333333\r\n"a\tb""c"\t1',
    html: '<table><tr><th>资源包ID</th><th>实际抵扣量</th></tr><tr><td style="mso-number-format:\'\\@\'">100012345678901234</td><td>0.293333333</td></tr>'
      + '<tr><td style="mso-number-format:\'\\@\'">a\tb&quot;c</td><td>1</td></tr></table>',
  });
});

it('leaves the headers out where they are not wanted', () => {
  expect(copiedTable(columns, [['x', '1']], false).text).toBe('x\t1');
});
