package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.NOW;

import dev.gatehouse.telegram.Telegram.ProofId;
import dev.gatehouse.telegram.Telegram.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The widget's fields changed, any fields, and rightly signed nonsense: there is a verdict, and only the good proof is taken. */
public final class WidgetFuzz {
  private static final Telegram TELEGRAM = Forge.telegram(Forge.bot(), Forge.otherBot());
  private static final Map<String, String> GOOD_FIELDS = Forge.widget(Forge.widgetFields());
  private static final String GOOD_TEXT = GOOD_FIELDS.entrySet().stream()
      .map(field -> field.getKey() + "\t" + field.getValue())
      .collect(Collectors.joining("\t"));
  private static final ProofId GOOD =
      Forge.proven(TELEGRAM.widget(GOOD_FIELDS, NOW)).id();

  private WidgetFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String rest = new String(Arrays.copyOfRange(data, 1, data.length), StandardCharsets.UTF_8);
    switch (data[0] & 3) {
      case 0 -> onlyGood(TELEGRAM.widget(fields(Edits.apply(GOOD_TEXT, data, 1)), NOW));
      case 1 -> onlyGood(TELEGRAM.widget(fields(rest), NOW));
      case 2 -> MiniAppFuzz.sane(TELEGRAM.widget(Forge.widget(fields(rest)), NOW));
      default ->
        MiniAppFuzz.sane(
            TELEGRAM.widget(Forge.widget(Forge.with(Forge.widgetFields(), "id", rest)), NOW));
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] parts = text.split("\t", -1);
    for (int i = 0; i + 1 < parts.length; i += 2) {
      fields.put(parts[i], parts[i + 1]);
    }
    return fields;
  }

  private static void onlyGood(Verdict verdict) {
    if (verdict instanceof Verdict.Proven taken && !taken.proof().id().equals(GOOD)) {
      throw new AssertionError("a changed proof was taken");
    }
  }

  static List<byte[]> seeds() {
    return List.of(
        MiniAppFuzz.seed(0, ""),
        MiniAppFuzz.seed(1, GOOD_TEXT),
        MiniAppFuzz.seed(2, GOOD_TEXT),
        MiniAppFuzz.seed(3, "279058397"));
  }
}
