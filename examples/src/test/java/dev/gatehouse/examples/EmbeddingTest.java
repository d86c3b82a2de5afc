package dev.gatehouse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class EmbeddingTest {
  private static final String[] SAID = {
    "signed in: alice",
    "refreshed; sessions: 1",
    "signed out; the access token says: TOKEN_REJECTED"
  };

  @Test
  void the_example_runs_on_the_fakes() {
    assertThat(said(() -> EmbedInMemory.main())).containsExactly(SAID);
  }

  @Test
  void the_example_runs_on_postgresql() {
    PGSimpleDataSource database = ScratchPostgres.shared().empty();
    String masterKey = Base64.getEncoder().encodeToString(new byte[32]);

    assertThat(said(() -> EmbedWithPostgres.main(
            database.getUrl(), database.getUser(), database.getPassword(), masterKey)))
        .containsExactly(SAID);
  }

  private static String[] said(Runnable example) {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      example.run();
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
  }
}
