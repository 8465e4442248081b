/** What all experiments on unnormalised networks share: noise that is tilted, by whatever objective, in a training that goes on where it was stopped. */
package dev.plackett.recipe.meco.tilt;
