import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { Session } from './connection.ts';
import {
  diagnoseRequest,
  historyRequest,
  pendingRequest,
  planRequest,
  revisionRequest,
  surveyRequest,
} from './protocol.ts';

const NO_SSH: Text = {
  en: 'A router is reached by ssh, which a browser does not have. Open this folder in VS Code on the desktop, or use `router-spec` on the command line.',
  ja: 'ルーターへの接続には ssh が必要で、ブラウザーでは使えません。デスクトップ版の VS Code でこのフォルダーを開くか、コマンドラインの `router-spec` を使ってください。',
};

/** Says why, where no router can be reached: to whatever begins such a thing. */
export function refuseRouters(session: Session): void {
  const { connection } = session;
  for (const { method } of [planRequest, revisionRequest, historyRequest, diagnoseRequest, surveyRequest])
    connection.onRequest(
      method,
      () => new ResponseError(LSPErrorCodes.RequestFailed, say(NO_SSH, session.client.locale)),
    );
  connection.onRequest(pendingRequest.method, () => []);
}
