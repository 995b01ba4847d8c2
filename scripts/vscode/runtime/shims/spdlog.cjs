'use strict';
// Takes the place of @vscode/spdlog, a native module that needs a compiler and 20 seconds to build. VS Code writes
// its own logs and every output channel through it. The files are laid out as the original does, without rotation.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_type, name, filename) {
    this.name = name;
    this.level = 2;
    this.raw = false;
    fs.mkdirSync(path.dirname(filename), { recursive: true });
    this.file = fs.openSync(filename, 'a');
  }
  write(level, message) {
    if (this.file === undefined || level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.raw ? message : `${time} [${LEVELS[level]}] ${message}\n`;
    try {
      fs.writeSync(this.file, line);
    } catch {
      // A log that cannot be written must not stop the editor.
    }
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {
    if (this.file !== undefined) fs.closeSync(this.file);
    this.file = undefined;
  }
}

const create = async (name, filename) => new Logger('rotating', name, filename);

// One assignment each: VS Code imports this as an ES module, and Node finds the names of the exports that way.
exports.version = 11100;
exports.LogLevel = { Trace: 0, Debug: 1, Info: 2, Warning: 3, Error: 4, Critical: 5, Off: 6 };
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
