import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Vitest's reporter for `npm test`: writes how each test of each file ended to the file that
 * `TEST_REPORT` names. Unlike Vitest's own JSON report it tells of errors that no test caused.
 */
export default class RunReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const report = {
      unhandledErrors: unhandledErrors.length,
      files: modules.map((module) => ({
        path: module.moduleId,
        failed: module.state() === 'failed',
        tests: Array.from(module.children.allTests(), outcomeOf),
        // Of what is no test: the file itself, and the hooks of its groups.
        errors: [module, ...module.children.allSuites()].flatMap((part) =>
          messagesOf(part.errors()),
        ),
      })),
    };
    const file = process.env.TEST_REPORT;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(report));
  }
}

function outcomeOf(test) {
  const { state, errors = [] } = test.result();
  return { title: test.fullName, state, errors: messagesOf(errors) };
}

const messagesOf = (errors) => errors.map(({ message }) => message);
