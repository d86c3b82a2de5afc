package dev.gatehouse.app.seeing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.event.KeyValuePair;

/** One line an event, with everything in it redacted. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private final Function<Map<String, String>, String> format;

  private LineEncoder(Function<Map<String, String>, String> format) {
    this.format = format;
  }

  /** For machines. */
  static LineEncoder json() {
    return new LineEncoder(JsonLine::of);
  }

  /** For people. */
  static LineEncoder readable() {
    return new LineEncoder(ReadableLine::of);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (format.apply(members(event)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> members(ILoggingEvent event) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("time", event.getInstant().toString());
    members.put("level", event.getLevel().toString());
    members.put("logger", event.getLoggerName());
    members.put("message", Redaction.clean(event.getFormattedMessage()));
    for (KeyValuePair pair : pairs(event)) {
      members.put(
          pair.key,
          pair.value instanceof Number number
              ? number.toString()
              : Redaction.clean(String.valueOf(pair.value)));
    }
    thrown(event).ifPresent(text -> members.put("thrown", Redaction.clean(text)));
    return members;
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    return Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of());
  }

  private static Optional<String> thrown(ILoggingEvent event) {
    Optional<IThrowableProxy> proxy = Optional.ofNullable(event.getThrowableProxy());
    return proxy.map(ThrowableProxyUtil::asString);
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
