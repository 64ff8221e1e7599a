import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { Dialog } from '../../../ui/dialog';

interface TemplatePreviewProps {
  rendered: TemplateContent;
  onClose: () => void;
}

/** What would be sent. Its HTML stands in a frame that runs nothing and belongs to no origin. */
export const TemplatePreview = ({ rendered, onClose }: TemplatePreviewProps) => (
  <Dialog placement="side" open onOpenChange={onClose} title="Preview">
    <p className="text-muted text-[0.8125rem]">Subject</p>
    <p className="mb-4 font-medium wrap-anywhere">{rendered.subject}</p>
    <p className="text-muted mb-1 text-[0.8125rem]">HTML</p>
    <iframe
      title="HTML of the mail"
      sandbox=""
      srcDoc={rendered.html}
      className="border-line mb-4 h-64 w-full rounded-md border bg-white"
    />
    <p className="text-muted mb-1 text-[0.8125rem]">Text</p>
    <pre className="border-line bg-sunken rounded-md border p-2.5 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
      {rendered.text}
    </pre>
  </Dialog>
);
