import 'tdesign-react/es/_util/react-19-adapter.js';
import 'tdesign-react/es/style/index.css';
import './frame/page.css';
import './grid/modules.ts';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connect } from './client.ts';

createRoot(document.getElementById('root')!).render(<App connection={connect()} />);
