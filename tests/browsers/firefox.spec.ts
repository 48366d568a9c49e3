import { describe } from 'vitest';
import { firefox } from '../../scripts/lib/firefox.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { FirefoxPage } from '../support/firefox-page.ts';
import { describeDemos } from './suite.ts';

const tool = toolForTests(firefox);

describe.skipIf(tool === null)('in Firefox', () => {
	describeDemos(() => FirefoxPage.open(tool?.path ?? ''));
});
