// Every recipe's page works as it is pasted, over HTTP and from the command line.
import { blocksOf, recipePages } from './pages.ts';
import { tryBlocks } from './try-blocks.ts';

tryBlocks(blocksOf(recipePages()));
