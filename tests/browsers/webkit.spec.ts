import { describe } from 'vitest';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { webKit, xvfb } from '../../scripts/lib/webkit.ts';
import { WebKitPage } from '../support/webkit-page.ts';
import { describeDemos } from './suite.ts';

const driver = toolForTests(webKit);
const display = toolForTests(xvfb);

describe.skipIf(driver === null || display === null)('in WebKit', () => {
	describeDemos(() => WebKitPage.open(driver?.path ?? '', display?.path ?? ''));
});
