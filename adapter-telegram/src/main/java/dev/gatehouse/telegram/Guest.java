package dev.gatehouse.telegram;

import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.telegram.Telegram.Person;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who talks with the bot, and what he may do by this message of his.
 *
 * @param locale as he reads
 * @param message where an answer takes the place of what the bot has said before: below that was a button that he pressed
 */
record Guest(
    Person person,
    ProvenIdentity identity,
    Locale locale,
    long update,
    Messenger.Acts acts,
    Optional<Long> message) {
  /** Of one person the chat has the id. */
  long chat() {
    return person.id();
  }

  static ProvenIdentity identity(Person person) {
    String name = Stream.of(person.firstName(), person.lastName())
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
    return ProvenIdentity.of(
        new Identity(Telegram.PROVIDER, Long.toString(person.id())),
        new ProviderProfile(Optional.of(name), person.username(), Optional.empty()));
  }

  /** The language of the person's own program. */
  static Locale language(Person person) {
    return person
        .language()
        .map(code -> Locale.forLanguageTag(code.replace('_', '-')))
        .filter(locale -> !locale.getLanguage().isEmpty())
        .orElse(Locale.ENGLISH);
  }

  @Override
  public String toString() {
    return "Guest[…]";
  }
}
