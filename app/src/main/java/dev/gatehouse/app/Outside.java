package dev.gatehouse.app;

import dev.gatehouse.app.config.Given;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a command was started with. */
record Outside(
    Map<String, String> environment,
    World world,
    InputStream in,
    PrintStream out,
    PrintStream err) {
  Outside(Map<String, String> environment, World world, PrintStream out, PrintStream err) {
    this(environment, world, InputStream.nullInputStream(), out, err);
  }

  Given given(Optional<Path> file) {
    return Given.read(environment, file);
  }
}
