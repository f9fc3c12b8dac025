import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { OutputOf } from '../../../core/contract/procedure.ts';
import { inWords } from '../../client.ts';
import { useCall, usePage } from '../../frame/app.ts';
import { Failed, Waiting } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useChange } from './useChange.ts';

type Unit = OutputOf<AppContract, 'units.list'>['units'][number];

/** Units of the data that the program does not know, for the user to explain. */
export function UnitsCard(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('units.list', {}, ['basis', 'imports', 'project']);
  return (
    <section className="card wide" id="units" aria-label={t('units.title')}>
      <h2>{t('units.title')}</h2>
      <span className="muted">{t('units.what')}</span>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null ? error === null && <Waiting /> : value.units.length === 0 ? <p role="status">{t('units.none')}</p> : (
        <div className="scroll-x">
          <table className="plain">
            <thead><tr><th>{t('units.word')}</th><th>{t('units.places')}</th><th className="number">{t('units.rows')}</th><th>{t('units.same')}</th></tr></thead>
            <tbody>{value.units.map((unit) => <UnitRow key={`${unit.word} ${unit.same ?? ''}`} unit={unit} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function UnitRow({ unit: { word, rows, places, same } }: { readonly unit: Unit }): ReactElement {
  const { t, say } = useSay();
  const isReadOnly = usePage(({ project }) => project.isReadOnly);
  const change = useChange();
  const [typed, setTyped] = useState('');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isReadOnly && typed.trim() !== '') change('units.set', { word, same: typed.trim() });
  };
  return (
    <tr>
      <th scope="row">{visible(word)}</th>
      <td>{places.map((place) => `${say(`kind.${place.slice(0, place.indexOf('.'))}`)} › ${say(`field.${place}`)}`).join(', ')}</td>
      <td className="number">{showCount(rows)}</td>
      <td>
        {same === null ? (
          <form className="row" style={{ justifyContent: 'flex-start' }} onSubmit={submit}>
            <input className="plain-input" value={typed} maxLength={60} placeholder={t('units.example')} disabled={isReadOnly} aria-label={`${visible(word)}: ${t('units.same')}`} onChange={(event) => setTyped(event.target.value)} />
            <button type="submit" className="linkish" disabled={isReadOnly || typed.trim() === ''}>{t('units.set')}</button>
          </form>
        ) : (
          <>{visible(same)} <button type="button" className="linkish" disabled={isReadOnly} aria-label={`${t('units.remove')} ${visible(word)} = ${visible(same)}`} onClick={() => change('units.set', { word, same: null })}>{t('units.remove')}</button></>
        )}
      </td>
    </tr>
  );
}
