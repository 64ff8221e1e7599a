import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import type Handlebars from 'handlebars';
import { handlebars } from '../../../platform/templates/handlebars.js';

/** A template that cannot be used; the message says why, for whoever wrote it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(
    readonly part: keyof TemplateContent,
    message: string,
  ) {
    super(message);
  }
}

type Values = Readonly<Record<string, string>>;
type Parts = Readonly<Record<keyof TemplateContent, (values: Values) => string>>;

let created: ReturnType<typeof Handlebars.create> | undefined;
/** Without global state. */
const engine = () => (created ??= handlebars().create());
const blocks = ['if', 'unless'];
/** Helpers that come with Handlebars; a variable of such a name is a variable. */
const unused = ['each', 'with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing'];
const knownHelpers = Object.fromEntries(unused.map((name) => [name, false]));
const parts = ['subject', 'html', 'text'] as const;

/**
 * Compiles a template. It may name declared variables, alone or as the condition of `if` and
 * `unless`, and nothing else: the syntax tree is checked against this list before anything is
 * compiled, so that no path leads to an object's prototype, a helper, a partial or an attribute.
 * @param declared names of variables.
 * @throws TemplateError
 */
export function compile(content: TemplateContent, declared: readonly string[]): Parts {
  const of = (part: keyof TemplateContent) => compilePart(content[part], part, declared);
  return { subject: of('subject'), html: of('html'), text: of('text') };
}

/** Fills a compiled template. In HTML values are escaped; a subject is one line. */
export function fill(compiled: Parts, values: Values): TemplateContent {
  const filled = parts.map((part) => [part, compiled[part](values)] as const);
  const { subject, html, text } = Object.fromEntries(filled) as unknown as TemplateContent;
  return { subject: subject.replace(/\s+/g, ' ').trim().slice(0, 250), html, text };
}

function compilePart(source: string, part: keyof TemplateContent, declared: readonly string[]) {
  const tree = parse(source, part);
  check(tree, declared, part);
  const render = engine().compile<Values>(tree, {
    strict: true,
    noEscape: part !== 'html',
    knownHelpers,
    knownHelpersOnly: true,
  });
  const isolated = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };
  return (values: Values): string => {
    const given = Object.create(null) as Record<string, string>;
    for (const name of declared) given[name] = (Object.hasOwn(values, name) && values[name]) || '';
    return render(given, isolated);
  };
}

function parse(source: string, part: keyof TemplateContent): hbs.AST.Program {
  try {
    return engine().parse(source);
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    throw new TemplateError(part, `cannot be read: ${first}`);
  }
}

function check(
  program: hbs.AST.Program,
  declared: readonly string[],
  part: keyof TemplateContent,
): void {
  if ((program.blockParams ?? []).length > 0) throw new TemplateError(part, 'must not use "as"');
  for (const statement of program.body) {
    const { type } = statement;
    if (type === 'ContentStatement' || type === 'CommentStatement') continue;
    if (type === 'MustacheStatement')
      checkValue(statement as hbs.AST.MustacheStatement, declared, part);
    else if (type === 'BlockStatement')
      checkBlock(statement as hbs.AST.BlockStatement, declared, part);
    else throw new TemplateError(part, `must not use ${type}`);
  }
}

function checkValue(
  statement: hbs.AST.MustacheStatement,
  declared: readonly string[],
  part: keyof TemplateContent,
): void {
  if (statement.params.length > 0 || statement.hash)
    throw new TemplateError(part, 'must not call helpers');
  if (part === 'html' && !statement.escaped)
    throw new TemplateError(part, 'must use {{two}} braces: a value is never HTML');
  checkPath(statement.path, declared, part);
}

function checkBlock(
  statement: hbs.AST.BlockStatement,
  declared: readonly string[],
  part: keyof TemplateContent,
): void {
  const [condition] = statement.params;
  if (!blocks.includes(statement.path.original) || statement.hash)
    throw new TemplateError(part, 'has a block other than {{#if …}} and {{#unless …}}');
  if (!condition || statement.params.length > 1)
    throw new TemplateError(part, 'has a condition that is not one variable');
  checkPath(condition, declared, part);
  check(statement.program, declared, part);
  if (statement.inverse) check(statement.inverse, declared, part);
}

function checkPath(
  expression: hbs.AST.Expression,
  declared: readonly string[],
  part: keyof TemplateContent,
): void {
  const path = expression as hbs.AST.PathExpression;
  const isPlain = path.type === 'PathExpression' && !path.data && path.depth === 0;
  if (!isPlain || path.parts.length !== 1 || path.original !== path.parts[0])
    throw new TemplateError(part, 'must name variables alone, such as {{firstName}}');
  if (!declared.includes(path.original) || blocks.includes(path.original))
    throw new TemplateError(part, `names {{${path.original}}}, which is not declared`);
}
