import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { BRIDGE, type Bridge } from '../core/contract/bridge.ts';
import { CHANNELS } from './channels.ts';

/** The whole bridge: messages there and back, and dropped files, whose paths go to the program and never to the page. */
const bridge: Bridge = {
  send: (message) => ipcRenderer.send(CHANNELS.message, message),
  onMessage: (listener) => void ipcRenderer.on(CHANNELS.message, (_event, message) => listener(message)),
  handOver: (files) => ipcRenderer.invoke(CHANNELS.files, files.map((file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]))),
  platform: process.platform,
};

contextBridge.exposeInMainWorld(BRIDGE, bridge);
