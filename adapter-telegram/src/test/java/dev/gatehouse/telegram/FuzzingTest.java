package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each parser under Jazzer, in a process of its own, for {@code -Dfuzz.seconds}: no crash, no input that takes a minute, no changed proof that is taken.
 * What it has found lies in {@code target/fuzz}, and is where the next run begins.
 */
@Tag("thorough")
class FuzzingTest {
  private static final long SECONDS = Long.getLong("fuzz.seconds", 10);

  @ParameterizedTest
  @DisplayName("[L12] [L13] [L38] fuzzed: a verdict for each input, and no changed proof is taken")
  @EnumSource
  void nothing_is_found(FuzzTarget target) throws IOException, InterruptedException {
    Path home = Path.of("target", "fuzz", target.name().toLowerCase(Locale.ROOT));
    Path corpus = Files.createDirectories(home.resolve("corpus"));
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    File log = home.resolve("log").toFile();

    Process fuzzer = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.className(),
            "--instrumentation_includes=dev.gatehouse.telegram.**:com.auth0.jwt.**:com.fasterxml.jackson.core.**",
            "--reproducer_path=" + home,
            "-artifact_prefix=" + home + "/",
            "-max_total_time=" + SECONDS,
            "-timeout=60",
            "-max_len=4096",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
            corpus.toString()))
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start();
    try {
      assertThat(fuzzer.waitFor(SECONDS + 120, TimeUnit.SECONDS)).as("it ended").isTrue();
      assertThat(fuzzer.exitValue()).as(Files.readString(log.toPath())).isZero();
      assertThat(Files.readString(log.toPath())).contains("stat::number_of_executed_units");
    } finally {
      fuzzer.destroyForcibly();
    }
  }
}
