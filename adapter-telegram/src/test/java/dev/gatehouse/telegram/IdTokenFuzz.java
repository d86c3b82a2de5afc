package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.BOT;
import static dev.gatehouse.telegram.Forge.NOW;

import dev.gatehouse.telegram.Forge.Signer;
import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.ProofId;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import dev.gatehouse.telegram.Telegram.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Good tokens changed, any text, and rightly signed nonsense: there is a verdict, and only the good tokens are taken. */
public final class IdTokenFuzz {
  private static final Telegram TELEGRAM = Forge.telegram(Bot.withoutToken(BOT));
  private static final List<Signer> SIGNERS =
      List.of(Signer.rsa("rsa-1"), Signer.ec("ec-1"), Signer.ed("ed-1"));
  private static final Signer FAST = SIGNERS.get(2);
  private static final List<ProviderKey> KEYS =
      SIGNERS.stream().map(Signer::published).toList();
  private static final List<String> TOKENS =
      SIGNERS.stream().map(signer -> signer.token(Forge.claims())).toList();
  private static final Set<ProofId> GOOD =
      TOKENS.stream().map(token -> Forge.proven(open(token)).id()).collect(Collectors.toSet());

  private IdTokenFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String rest = new String(Arrays.copyOfRange(data, 1, data.length), StandardCharsets.UTF_8);
    switch (data[0] & 3) {
      case 0 -> onlyGood(open(Edits.apply(TOKENS.get((data[0] >> 2 & 3) % 3), data, 1)));
      case 1 -> onlyGood(open(rest));
      case 2 -> MiniAppFuzz.sane(open(FAST.token(rest)));
      default -> MiniAppFuzz.sane(open(FAST.token(rest, Forge.claims())));
    }
  }

  private static Verdict open(String token) {
    return TELEGRAM.idToken(token, Optional.of("nonce"), KEYS, NOW);
  }

  private static void onlyGood(Verdict verdict) {
    if (verdict instanceof Verdict.Proven taken && !GOOD.contains(taken.proof().id())) {
      throw new AssertionError("a changed token was taken");
    }
  }

  static List<byte[]> seeds() {
    return List.of(
        MiniAppFuzz.seed(0, ""),
        MiniAppFuzz.seed(4, ""),
        MiniAppFuzz.seed(8, ""),
        MiniAppFuzz.seed(2, Forge.claims("iat", "-9")),
        MiniAppFuzz.seed(1, TOKENS.get(0)),
        MiniAppFuzz.seed(1, TOKENS.get(2)),
        MiniAppFuzz.seed(2, Forge.claims()),
        MiniAppFuzz.seed(2, Forge.claims("nonce", "\"nonce\"", "nbf", "1")),
        MiniAppFuzz.seed(3, Forge.header("EdDSA", "ed-1")));
  }
}
