/** Classes that break the rules of the house on purpose, each one rule: a rule that lets its offender pass is broken itself. */
package dev.gatehouse.architecture.offender;
