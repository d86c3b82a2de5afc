package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.BOT;
import static dev.gatehouse.telegram.Forge.NOW;

import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.ProofId;
import dev.gatehouse.telegram.Telegram.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A good proof changed, any text, and rightly signed nonsense: whatever comes, there is a verdict, and only the good proof is taken. */
public final class MiniAppFuzz {
  private static final Telegram HASHED = Forge.telegram(Forge.bot(), Forge.otherBot());
  private static final Telegram SIGNED = Forge.telegram(Bot.withoutToken(BOT));
  private static final String BY_HASH = Forge.miniApp(Forge.miniAppFields());
  private static final String BY_SIGNATURE = Forge.thirdParty(Forge.miniAppFields(), BOT);
  private static final ProofId GOOD = Forge.proven(HASHED.miniApp(BY_HASH, NOW)).id();

  private MiniAppFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String rest = new String(Arrays.copyOfRange(data, 1, data.length), StandardCharsets.UTF_8);
    switch (data[0] & 3) {
      case 0 -> {
        onlyGood(HASHED.miniApp(Edits.apply(BY_HASH, data, 1), NOW));
        onlyGood(SIGNED.miniApp(Edits.apply(BY_SIGNATURE, data, 1), NOW));
      }
      case 1 -> {
        onlyGood(HASHED.miniApp(rest, NOW));
        onlyGood(SIGNED.miniApp(rest, NOW));
      }
      case 2 ->
        sane(HASHED.miniApp(Forge.miniApp(Forge.with(Forge.miniAppFields(), "user", rest)), NOW));
      default ->
        sane(HASHED.miniApp(
            Forge.miniApp(Forge.with(Forge.miniAppFields(), "auth_date", rest)), NOW));
    }
  }

  static void onlyGood(Verdict verdict) {
    if (verdict instanceof Verdict.Proven taken && !taken.proof().id().equals(GOOD)) {
      throw new AssertionError("a changed proof was taken");
    }
  }

  static void sane(Verdict verdict) {
    if (verdict instanceof Verdict.Proven taken
        && (taken.proof().person().id() <= 0
            || !taken.proof().rememberUntil().isAfter(NOW)
            || taken.proof().signedAt().isAfter(NOW.plusSeconds(60)))) {
      throw new AssertionError("a proof of nobody, or of another time, was taken");
    }
  }

  static List<byte[]> seeds() {
    return List.of(
        seed(0, ""),
        seed(1, BY_HASH),
        seed(1, BY_SIGNATURE),
        seed(2, Forge.USER),
        seed(2, "{\"id\":\"7\",\"is_bot\":false,\"first_name\":\"\\ud83c\\uddfa\"}"),
        seed(3, "1789999990"));
  }

  static byte[] seed(int mode, String rest) {
    return ((char) ('0' + mode) + rest).getBytes(StandardCharsets.UTF_8);
  }
}
