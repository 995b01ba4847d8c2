import { diagnose } from '../core/diagnosis/diagnose.ts';
import { liveFacts } from '../deploy/index.ts';
import { diagnosisPage } from '../service/diagnosis-page.ts';
import { diagnoseRequest, forgetMeasurement } from './protocol.ts';
import type { DiagnosisResult, DocumentParams } from './protocol.ts';
import type { RouterAccess } from './router-access.ts';

/** Diagnose Router: looks at a router when it is asked to, and at no other time. */
export function registerDiagnosis(access: RouterAccess): void {
  const { connection, documents, measurements } = access.session;
  const refresh = (): void => {
    if (access.session.client.refreshes.codeLenses)
      void access.session.guard.run('refresh', () => connection.sendRequest('workspace/codeLens/refresh'));
  };
  access.on(diagnoseRequest, async ({ uri }, signal): Promise<DiagnosisResult> => {
    const state = documents.get(uri);
    const { router, target, env } = await access.paired(uri);
    const facts = await liveFacts(router, target, env, { signal });
    const time = new Date();
    const diagnosis = diagnose(router, facts);
    if (state !== undefined && diagnosis.ports !== undefined) {
      measurements.keep(state, { use: diagnosis.ports, time });
      refresh();
    }
    const count = (wanted: string): number =>
      diagnosis.findings.filter(({ state: found }) => found === wanted).length;
    return {
      ...diagnosisPage(facts.hostname, diagnosis, time, { locale: access.session.client.locale }),
      errors: count('error'),
      warnings: count('warning'),
    };
  });
  connection.onNotification(forgetMeasurement.method, ({ uri }: DocumentParams) => {
    const state = documents.get(uri);
    if (state === undefined) return;
    measurements.forget(state);
    refresh();
  });
}
