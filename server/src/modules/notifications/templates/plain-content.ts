import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { handlebars } from '../../../platform/templates/handlebars.js';

/** Plain words as a mail has them: paragraphs where lines are empty. */
export function plainContent(subject: string, text: string): TemplateContent {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((paragraph) => handlebars().escapeExpression(paragraph));
  const html = paragraphs.map((one) => `<p>${one.replaceAll('\n', '<br>')}</p>`).join('\n');
  return { subject: subject.replace(/\s+/g, ' '), html, text };
}
