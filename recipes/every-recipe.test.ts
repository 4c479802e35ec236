// Every recipe does what its page says.
import { recipes } from './recipes.ts';
import { tryRecipes } from './try-recipes.ts';

tryRecipes(recipes);
