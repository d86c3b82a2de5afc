package dev.gatehouse.messages;

import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.mail.Mail;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of one mail, in the language of its reader, as the templates take them. */
final class Parts {
  /** From here on a life is told in hours. */
  private static final Duration HOURS = Duration.ofHours(2);

  /** And from here on in days. */
  private static final Duration DAYS = Duration.ofDays(4);

  private final Mail mail;
  private final Translation in;
  private final String kind;
  private final Optional<String> link;

  Parts(Mail mail, Translation in) {
    this.mail = mail;
    this.in = in;
    this.kind = mail.kind().name().toLowerCase(Locale.ROOT);
    this.link = Links.of(mail);
  }

  String subject() {
    return in.text(kind + ".subject");
  }

  Map<String, Object> named() {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("language", in.language().toLanguageTag());
    parts.put("rightToLeft", in.rightToLeft());
    parts.put("subject", subject());
    parts.put("phraseLabel", in.text("phrase"));
    parts.put("phrase", value("phrase").map(Foreign::clean));
    parts.put("lead", in.text(kind + ".text", told()));
    parts.put("button", link.map(to -> in.text(kind + ".button")));
    parts.put("linkLabel", in.text("link.other"));
    parts.put("link", link);
    parts.put("codeLabel", in.text(link.isPresent() ? "code.beside_link" : "code.only"));
    parts.put("code", mail.code().map(Foreign::clean));
    parts.put("notes", notes());
    parts.put("when", from() ? Optional.of(when()) : Optional.empty());
    parts.put("facts", facts());
    return parts;
  }

  /** What the text of the kind is filled with. */
  private Map<String, Object> told() {
    Map<String, Object> told = new TreeMap<>();
    value("until").ifPresent(at -> told.put("until", in.moment(Instant.parse(at), zone())));
    value("left").ifPresent(left -> told.put("left", Integer.parseInt(left)));
    return told;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (link.isPresent() || mail.code().isPresent()) {
      mail.life().map(this::life).ifPresent(notes::add);
    }
    mail.code().ifPresent(code -> notes.add(in.text("code.secret")));
    if (in.has(kind + ".otherwise")) {
      notes.add(in.text(kind + ".otherwise"));
    }
    return notes;
  }

  private String life(Duration life) {
    if (life.compareTo(DAYS) >= 0) {
      return in.text("life.days", Map.of("days", life.toDays()));
    }
    return life.compareTo(HOURS) < 0
        ? in.text("life.minutes", Map.of("minutes", life.toMinutes()))
        : in.text("life.hours", Map.of("hours", life.toHours()));
  }

  /** Whether it says from where something was done. */
  private boolean from() {
    return value("address").isPresent();
  }

  /** The id is a UUIDv7 (RFC 9562, 5.7): when it was written, whenever it is sent. */
  private String when() {
    Instant written = Instant.ofEpochMilli(mail.id().getMostSignificantBits() >>> 16);
    return in.text("fact.when", Map.of("moment", in.moment(written, zone())));
  }

  /** What is written from left to right in every language, by its label. */
  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    value("new_email").ifPresent(to -> facts.put(in.text("fact.new_email"), Foreign.mailbox(to)));
    value("provider").ifPresent(name -> facts.put(in.text("fact.provider"), Foreign.clean(name)));
    value("address")
        .ifPresent(address -> facts.put(in.text("fact.address"), Foreign.network(address)));
    value("user_agent")
        .ifPresent(agent -> facts.put(
            in.text("fact.device"),
            Device.of(agent).orElseGet(() -> in.text("fact.device_unknown"))));
    return facts;
  }

  private ZoneId zone() {
    try {
      return value("zone").map(ZoneId::of).orElse(Profile.UTC);
    } catch (DateTimeException unknown) {
      return Profile.UTC;
    }
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(mail.values().get(name)).filter(text -> !text.isBlank());
  }
}
