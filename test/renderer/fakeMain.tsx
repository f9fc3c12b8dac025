import 'tdesign-react/es/_util/react-19-adapter.js';
import 'tdesign-react/es/style/index.css';
import '../../renderer/frame/page.css';
import '../../renderer/grid/modules.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../../renderer/App.tsx';
import { fakeConnection } from './fakeClient.ts';

createRoot(document.getElementById('root')!).render(<App connection={fakeConnection()} />);
