/** Telling images that do not belong by their log-density. */
package dev.plackett.recipe.meco.outside;
