package dev.gatehouse.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.ULocale;
import dev.gatehouse.domain.mail.Mail;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files of texts, held against the English one; a further language is no more than a further file. */
class CatalogueTest {
  private static final Map<String, String> ENGLISH = Catalogue.bundled("en").orElseThrow();

  private static Stream<DynamicTest> inEach(
      java.util.function.BiConsumer<String, Map<String, String>> language) {
    return Languages.all().stream()
        .map(tag -> DynamicTest.dynamicTest(
            tag, () -> language.accept(tag, Catalogue.bundled(tag).orElseThrow())));
  }

  @Test
  void the_first_languages_are_there() {
    assertThat(Languages.all()).contains("en", "ru", "de", "fa", "zh-CN");
  }

  @Test
  void those_that_come_with_it_are_named() {
    assertThat(Catalogue.BUNDLED).containsExactlyInAnyOrderElementsOf(Languages.all());
  }

  @TestFactory
  Stream<DynamicTest> every_language_has_every_text_and_no_other() {
    return inEach((tag, texts) -> assertThat(texts.keySet()).isEqualTo(ENGLISH.keySet()));
  }

  @TestFactory
  Stream<DynamicTest> every_text_is_a_message_that_takes_what_the_english_one_takes() {
    return inEach((tag, texts) -> assertThat(Judgement.of(tag, texts, ENGLISH)).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> every_plural_has_each_form_of_its_language() {
    return inEach((tag, texts) -> {
      Set<String> forms = PluralRules.forLocale(ULocale.forLanguageTag(tag)).getKeywords();
      texts.forEach((key, message) -> selectors(message)
          .ifPresent(has -> assertThat(has).as(tag + " " + key).containsAll(forms)));
    });
  }

  private static Optional<Set<String>> selectors(String message) {
    MessagePattern pattern = new MessagePattern(message);
    Set<String> selectors = IntStream.range(0, pattern.countParts())
        .mapToObj(pattern::getPart)
        .filter(part -> part.getType() == MessagePattern.Part.Type.ARG_SELECTOR)
        .map(pattern::getSubstring)
        .collect(Collectors.toSet());
    return Optional.of(selectors).filter(some -> !some.isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> every_text_can_be_filled_in() {
    return inEach((tag, texts) -> texts.forEach((key, message) -> {
      for (int number : new int[] {0, 1, 2, 3, 5, 11, 21, 30, 72, 101}) {
        Map<String, Object> arguments = new TreeMap<>();
        Judgement.arguments(tag, message)
            .forEach((name, type) -> arguments.put(name, type.equals("NONE") ? "a thing" : number));
        assertThat(new MessageFormat(message, ULocale.forLanguageTag(tag)).format(arguments))
            .as(tag + " " + key)
            .isNotBlank()
            .doesNotContain("{", "}", "#", "<", "null");
      }
    }));
  }

  @Test
  void no_text_is_there_that_no_mail_says_nor_the_bot_nor_a_page() {
    Set<String> said = new HashSet<>();
    Translation listened = new Translation(ULocale.ENGLISH, listened(said), Optional.empty());
    for (Mail.Kind kind : Mail.Kind.values()) {
      new Parts(Mails.whole(kind, "en"), listened).named();
    }
    new Parts(
            Mails.with(Mails.whole(Mail.Kind.NEW_DEVICE, "en"), "user_agent", "something"),
            listened)
        .named();
    // what the bot and pages say is held against their code where that is
    Set<String> mails = new HashSet<>(ENGLISH.keySet());
    mails.removeIf(key -> key.startsWith("bot.") || key.startsWith("page."));
    assertThat(said).isEqualTo(mails);
  }

  /** The English texts; which are asked for is noted. */
  private static Map<String, String> listened(Set<String> said) {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, String>> entrySet() {
        return ENGLISH.entrySet();
      }

      @Override
      public String get(Object key) {
        said.add((String) key);
        return ENGLISH.get(key);
      }

      @Override
      public boolean containsKey(Object key) {
        return ENGLISH.containsKey(key);
      }
    };
  }

  @Test
  void russian_counts_by_its_own_rules() {
    Translation russian = Catalogue.of(Map.of()).nearest(java.util.Locale.forLanguageTag("ru"));
    List<String> lives = Stream.of(1, 2, 5, 21, 30)
        .map(minutes -> russian.text("life.minutes", Map.of("minutes", minutes)))
        .toList();
    assertThat(lives)
        .containsExactly(
            "Срок действия — 1 минута.",
            "Срок действия — 2 минуты.",
            "Срок действия — 5 минут.",
            "Срок действия — 21 минута.",
            "Срок действия — 30 минут.");
  }
}
