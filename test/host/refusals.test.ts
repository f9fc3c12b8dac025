import { deflateRawSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as XLSX from 'xlsx';
import { describe, expect, it } from 'vitest';
import { cli, inFolder, reconcileJson, writeAll } from '../support/runFiles.ts';

/** What a user meets who opens the wrong or a broken file: one sentence with what, where and what to do. */
const HEADER = '资源包归属UIN,资源包名称,资源包ID,产品名称,子产品名称,资源包类型,抵扣时间,抵扣前包剩余量,资源包单位,实际抵扣量,抵扣后包剩余量,被抵扣资源归属UIN,被抵扣资源产品,被抵扣资源子产品,被抵扣资源计费项,被抵扣资源原始用量,被抵扣资源原始用量单位,抵扣系数,用量开始时间,用量结束时间';
const ROW = '100012345678,包,pkg-1,实时音视频,TRTC,总量递减,2025-05-08 02:05:11,100.0,分钟,10.0,90.0,100012345678,实时音视频,TRTC,时长,10.0,分钟,1,2025-05-08 00:00:00,2025-05-08 00:59:59';

function withCell(field: string, value: string): string {
  const at = HEADER.split(',').indexOf(field);
  return ROW.split(',').map((cell, index) => (index === at ? value : cell)).join(',');
}

async function refusalOf(name: string, content: string | Uint8Array): Promise<{ code: number; sentence: string; other: string }> {
  return inFolder(async (folder) => {
    const { code, result } = await reconcileJson(writeAll(folder, { [name]: content }), '--locale', 'en');
    return { code, sentence: result.refused.map((refused) => refused.reason).join('\n'), other: JSON.stringify(result.findings.map((finding) => finding.check)) };
  });
}

describe('refused files', () => {
  const encrypted = (): Uint8Array => {
    // An encrypted workbook is a compound file that holds a stream named EncryptedPackage.
    const container = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(container, '/EncryptionInfo', new Uint8Array(64));
    XLSX.CFB.utils.cfb_add(container, '/EncryptedPackage', new Uint8Array(4096));
    return new Uint8Array(XLSX.CFB.write(container, { type: 'buffer' }) as Uint8Array);
  };
  const wholeZip = readFileSync(resolve(import.meta.dirname, '../fixtures/cases/cn-clean.zip'));

  it.each([
    ['an empty file', 'empty.csv', '', /empty\.csv is empty\. Export it again/],
    ['one byte', 'one.csv', 'x', /one\.csv .*(Export|Choose)/],
    ['a PDF named .csv', 'bill.csv', '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj', /bill\.csv is a PDF inside.*Download/],
    ['a truncated zip', 'part.zip', wholeZip.subarray(0, 100_000), /part\.zip .*damaged\. Download it again/],
    ['a password-protected workbook', 'secret.xlsx', encrypted(), /secret\.xlsx is protected by a password\. Remove it/],
    ['a header without rows', 'header.csv', `${HEADER}\r\n`, /header\.csv has a header but no rows\. Check the filters/],
    ['10^6 columns', 'wide.csv', `${'a,'.repeat(1_000_000)}a\r\n1\r\n`, /[Ll]ine 1 of wide\.csv has more columns than the limit/],
    ['a binary file', 'data.csv', new Uint8Array([0, 1, 2, 3, 4, 5, 0, 0, 255, 254]), /data\.csv .*Choose/],
    ['an unknown table', 'other.csv', 'name,age\nx,1\n', /other\.csv .*(not a package overview|no header).*/],
    ['a damaged deflate stream', 'bad.zip', zipWith(Buffer.from('not deflate at all')), /bad\.zip.*damaged/],
  ])('%s', async (_, name, content, sentence) => {
    const outcome = await refusalOf(name, content);
    expect(outcome.sentence).toMatch(sentence);
    expect(outcome.code).toBe(2);
  });

  it('a file that is not there is one sentence', async () => {
    const { code, failures } = await cli('reconcile', '/nowhere/missing.csv');
    expect(code).toBe(2);
    expect(failures).toMatch(/^There is no file \/nowhere\/missing\.csv\. Check the path\.$/);
  });
});

describe('rows set aside', () => {
  it.each([
    ['an id in E-notation', '资源包ID', '3.2E+11', 'id'],
    ['a date that does not exist', '抵扣时间', '2025-02-30 00:00:00', 'time'],
    ['NaN', '实际抵扣量', 'NaN', 'number'],
  ])('%s is kept with its line and reason, and the others go in', async (_, field, value, reason) => {
    await inFolder(async (folder) => {
      const paths = writeAll(folder, { 'd.csv': [HEADER, ROW, withCell(field, value), ''].join('\r\n') });
      const { code, result } = await reconcileJson(paths, '--locale', 'en');
      expect(result.inputs[0]).toMatchObject({ read: 2, stored: 1, rejected: 1 });
      const findings = result.findings.filter((finding) => finding.check === 'rejected-row');
      expect(findings).toHaveLength(1);
      expect(findings[0]!.rows).toEqual([{ file: 'd.csv', line: 3 }]);
      expect(findings[0]!.why.join('\n')).toContain(value);
      expect(findings[0]!.why.join('\n').toLowerCase()).toContain(reason);
      expect(code).toBe(1);
    });
  });

  it('a lone dash is absent, not zero and not an error', async () => {
    await inFolder(async (folder) => {
      const row = [['抵扣前包剩余量', '-'], ['抵扣后包剩余量', '-'], ['资源包类型', '无限容量']].reduce((line, [field, value]) => {
        const at = HEADER.split(',').indexOf(field!);
        return line.split(',').map((cell, index) => (index === at ? value! : cell)).join(',');
      }, ROW);
      const { result } = await reconcileJson(writeAll(folder, { 'd.csv': [HEADER, row].join('\n') }));
      expect(result.inputs[0]).toMatchObject({ read: 1, stored: 1, rejected: 0 });
      expect(result.findings.filter((finding) => finding.severity !== 'info')).toEqual([]);
    });
  });

  it('two header rows are no data', async () => {
    await inFolder(async (folder) => {
      const { result } = await reconcileJson(writeAll(folder, { 'd.csv': [HEADER, HEADER, ROW].join('\n') }));
      expect(result.inputs[0]).toMatchObject({ read: 2, stored: 1, ignored: 1, rejected: 0 });
    });
  });
});

/** An archive whose one entry claims to be deflated. */
function zipWith(body: Buffer): Uint8Array {
  const good = deflateRawSync(Buffer.from(`${HEADER}\n${ROW}\n`));
  const name = Buffer.from('d.csv');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(body.length, 18);
  local.writeUInt32LE(good.length * 3, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(body.length, 20);
  central.writeUInt32LE(good.length * 3, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + body.length, 16);
  return Buffer.concat([local, name, body, central, name, end]);
}

describe('one cause, one finding', () => {
  it('a row that cannot be read does not also count as missing deductions', async () => {
    await inFolder(async (folder) => {
      const rows = [100, 90, 80, 70].map((before, hour) => ROW.replace('100.0,分钟,10.0,90.0', `${before}.0,分钟,10.0,${before - 10}.0`).replace('02:05:11', `0${hour + 2}:05:11`)
        .replace('00:00:00', `0${hour}:00:00`).replace('00:59:59', `0${hour}:59:59`));
      const broken = rows.map((row, index) => (index === 2 ? row.replace(',10.0,70.0,', ',NaN,70.0,') : row));
      const name = '资源包抵扣明细-2025-05-01 00_00_00-2025-05-31 23_59_59_68946048c9d89.csv';
      const { result } = await reconcileJson(writeAll(folder, { [name]: [HEADER, ...broken].join('\n') }));
      expect(result.findings.filter((finding) => finding.severity !== 'info').map((finding) => finding.check)).toEqual(['rejected-row']);
      expect(result.checks.find((check) => check.id === 'chain-gap')).toMatchObject({ failed: 0, notCheckable: 1 });
    });
  });
});
