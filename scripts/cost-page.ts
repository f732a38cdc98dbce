import { readMeasured } from './cost-page/measured.ts';
import { ownNumbers } from './cost-page/own-numbers.ts';
import { COST_PAGE, costPage } from './cost-page/page.ts';
import { writePage } from './pages/write-page.ts';

/** `npm run docs:cost`: writes the page about cost and scale. With `-- --print users=50` it shows one with numbers of one's own. */
const { print, assumptions } = ownNumbers(process.argv.slice(2));
const page = costPage(readMeasured(), assumptions);

if (print) console.log(page);
else writePage(COST_PAGE, page);
