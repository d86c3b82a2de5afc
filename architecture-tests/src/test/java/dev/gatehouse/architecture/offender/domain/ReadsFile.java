package dev.gatehouse.architecture.offender.domain;

import java.nio.file.Path;

record ReadsFile(Path where) {}
