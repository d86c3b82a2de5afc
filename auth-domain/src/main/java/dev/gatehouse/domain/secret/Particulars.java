package dev.gatehouse.domain.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a one-time secret is to bring about, where that is more than whom it concerns. It holds addresses, so it is stored sealed. */
public record Particulars(Map<String, String> values) {
  public static final Particulars NONE = new Particulars(Map.of());

  public Particulars {
    values = Map.copyOf(values);
  }

  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The same with one more. */
  public Particulars with(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Particulars(more);
  }

  /** What is sealed: names and values in turn, each with its length before it. */
  public byte[] toBytes() {
    List<byte[]> parts = new TreeMap<>(values)
        .entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    ByteBuffer out = ByteBuffer.allocate(
        parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
    parts.forEach(part -> out.putInt(part.length).put(part));
    return out.array();
  }

  public static Particulars fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Map<String, String> values = new TreeMap<>();
    while (in.hasRemaining()) {
      values.put(part(in), part(in));
    }
    return new Particulars(values);
  }

  private static String part(ByteBuffer in) {
    byte[] part = new byte[in.getInt()];
    in.get(part);
    return new String(part, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Particulars" + values.keySet();
  }
}
