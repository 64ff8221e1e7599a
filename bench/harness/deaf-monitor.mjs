// Loaded before a server: its security monitor hears of everything and does nothing.
import { MonitorListener } from '../../server/dist/modules/security/monitor/monitor.listener.js';

MonitorListener.prototype.handle = () => Promise.resolve();
