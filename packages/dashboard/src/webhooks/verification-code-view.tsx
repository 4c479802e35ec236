// A whole receiver, in the language that one picks.
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../parts/copy-button.tsx';
import { SelectField } from '../parts/field.tsx';
import { Section } from '../parts/page.tsx';
import { verificationSamples } from './verification-code.ts';

export function VerificationCode(): ReactNode {
  const [chosen, setChosen] = useState(0);
  const code = verificationSamples[chosen]?.code ?? '';
  return (
    <Section
      title="A receiver that verifies what comes"
      actions={
        <>
          <SelectField
            label="Language"
            isLabelHidden
            value={chosen}
            options={verificationSamples.map(({ language }, index) => ({ value: String(index), label: language }))}
            onValue={(value) => {
              setChosen(Number(value));
            }}
          />
          <CopyButton text={code} label="Copy the code" />
        </>
      }
    >
      <pre
        tabIndex={0}
        role="region"
        aria-label="Code that verifies"
        className="max-h-112 overflow-auto rounded-lg border border-line bg-surface p-3 font-mono text-sm"
      >
        {code}
      </pre>
      <p className="mt-2 text-sm text-quiet">
        Receivers, retries and what is sent:{' '}
        <a href="/docs/webhooks" className="text-accent underline">
          the documentation
        </a>
        .
      </p>
    </Section>
  );
}
