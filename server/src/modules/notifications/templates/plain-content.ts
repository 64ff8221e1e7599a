import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import Handlebars from 'handlebars';

/** Plain words as a mail has them: paragraphs where lines are empty. */
export function plainContent(subject: string, text: string): TemplateContent {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((paragraph) => Handlebars.escapeExpression(paragraph));
  const html = paragraphs.map((one) => `<p>${one.replaceAll('\n', '<br>')}</p>`).join('\n');
  return { subject: subject.replace(/\s+/g, ' '), html, text };
}
