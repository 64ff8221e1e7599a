import { Controller } from '@nestjs/common';
import { documentRoutes } from '@gatehouse/contracts/documents';
import { type ErrorCode, errors } from '@gatehouse/contracts/errors';
import { AppError } from '../../kernel/error.js';
import { type Input, Route } from '../http/route.decorator.js';

/** Explains the codes that the `type` of a problem document leads to (RFC 9457 section 3.1.1). */
@Controller()
export class ProblemController {
  @Route(documentRoutes.problem)
  explain({ params: { code }, reply }: Input<typeof documentRoutes.problem>): string {
    if (!Object.hasOwn(errors, code)) throw new AppError('not_found');
    const { status, title, advice } = errors[code as ErrorCode];
    void reply.type('text/html; charset=utf-8');
    // Every part comes from the table of errors, none from the request.
    return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${advice}</p>
    <p>Code <code>${code}</code>, status ${status}. <a href="/api/docs">The API</a></p>
  </body>
</html>
`;
  }
}
