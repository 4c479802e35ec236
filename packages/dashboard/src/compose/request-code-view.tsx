// The same request for other tools, to be copied.
import { Tabs } from '@base-ui/react/tabs';
import { Code } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { type ApiCall, codeLanguages, writeCode } from './request-code.ts';

const hints = {
  curl: 'Needs curl 7.82 or newer. Put your key into RENDERIO_API_KEY.',
  TypeScript: 'By the SDK. Put your key into RENDERIO_API_KEY.',
  Python: 'Needs nothing beyond Python 3. Put your key into RENDERIO_API_KEY.',
  n8n: 'Copy it and paste it into an empty workflow. Its credential is a Header Auth called renderio: name X-API-KEY, value your key.',
} as const;

export function RequestCodeView({ call }: { readonly call: ApiCall }): ReactNode {
  return (
    <Dialog title="The same request elsewhere" isWide trigger={<Button Icon={Code}>As code</Button>}>
      <Tabs.Root defaultValue="curl">
        <Tabs.List className="mb-3 flex gap-1 border-b border-line" aria-label="Language">
          {codeLanguages.map((language) => (
            <Tabs.Tab
              key={language}
              value={language}
              className="-mb-px border-b-2 border-transparent px-3 py-1.5 text-quiet -outline-offset-2 data-active:border-accent data-active:text-ink"
            >
              {language}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {codeLanguages.map((language) => {
          const code = writeCode(language, call, window.location.origin);
          return (
            <Tabs.Panel key={language} value={language} className="flex flex-col gap-2">
              <p className="text-sm text-quiet">{hints[language]}</p>
              <div className="relative">
                <pre
                  tabIndex={0}
                  role="region"
                  aria-label={`The request as ${language}`}
                  className="max-h-[50dvh] overflow-auto rounded-md bg-sunken p-3 pr-12 font-mono text-sm whitespace-pre-wrap wrap-anywhere"
                >
                  {code}
                </pre>
                <span className="absolute top-1 right-1">
                  <CopyButton text={code} label={`Copy the ${language} code`} />
                </span>
              </div>
            </Tabs.Panel>
          );
        })}
      </Tabs.Root>
    </Dialog>
  );
}
