import { describe, expect, it } from 'vitest';
import { refusal } from '../../core/base/errors.ts';
import { missingColumn } from '../../core/reconcile/checks/missingColumn.ts';
import { wrongDocument } from '../../core/reconcile/checks/wrongDocument.ts';
import { answer, chain, counts } from '../support/scenario.ts';

const deductions = chain('1000.00', ['1.00']);

describe('wrong-document', () => {
  it('passes each file that is one of the three documents', () => {
    const { result, findings } = answer({ deductions, packages: [{}] }, wrongDocument);
    expect(counts(result)).toBe('2/2/0/0');
    expect(findings).toEqual([]);
  });

  it('names each refused file and what it is', () => {
    const { result, findings } = answer({
      deductions,
      refused: [
        { name: 'l2.csv', refusal: refusal('wrong-document-l2', { document: 'L2', columns: 'a' }) },
        { name: 'focus.csv', refusal: refusal('wrong-document-focus', { document: 'FOCUS' }) },
        { name: 'notes.csv', refusal: refusal('header-missing', { seen: 'x, y' }) },
      ],
    }, wrongDocument);
    expect(counts(result)).toBe('4/1/3/0');
    expect(findings.map(({ severity, rows, packageId, quantity }) => ({ severity, rows, packageId, quantity }))).toEqual(
      Array.from({ length: 3 }, () => ({ severity: 'error', rows: [], packageId: null, quantity: null })),
    );
    expect(findings.map(({ why }) => why.slice(1)).sort((a, b) => (String(a[0]!.values['file']) < String(b[0]!.values['file']) ? -1 : 1))).toEqual([
      [{ id: 'wrong-document.refused', values: { file: 'focus.csv' } }, { id: 'wrong-document.wrong-document-focus', values: { document: 'FOCUS', columns: '', seen: '' } }],
      [{ id: 'wrong-document.refused', values: { file: 'l2.csv' } }, { id: 'wrong-document.wrong-document-l2', values: { document: 'L2', columns: 'a', seen: '' } }],
      [{ id: 'wrong-document.refused', values: { file: 'notes.csv' } }, { id: 'wrong-document.header-missing', values: { document: '', columns: '', seen: 'x, y' } }],
    ]);
  });

  it('cannot say what a file is that cannot be read', () => {
    const { result, findings } = answer({ deductions, refused: [{ name: 'a.zip', refusal: refusal('zip-encrypted') }] }, wrongDocument);
    expect(counts(result)).toBe('2/1/0/1');
    expect(result.reasons).toEqual([{ reason: { id: 'wrong-document.unreadable', values: { file: 'a.zip', code: 'zip-encrypted' } }, count: 1 }]);
    expect(findings).toEqual([]);
  });

  it('leaves a document of ours that lacks columns to missing-column', () => {
    const scenario = { deductions, refused: [{ name: 'a.csv', refusal: refusal('missing-column', { kind: 'deductions', fields: 'deducted' }) }] };
    expect(counts(answer(scenario, wrongDocument).result)).toBe('1/1/0/0');
    expect(counts(answer(scenario, missingColumn).result)).toBe('2/1/1/0');
  });
});
