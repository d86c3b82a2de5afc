/** The rules of the house for {@code com.tngtech.archunit}, published so that other people's adapters and embedding services can be held to them. */
package dev.gatehouse.testkit.rule;
