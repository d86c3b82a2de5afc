package dev.gatehouse.architecture.offender.driving;

import org.slf4j.Logger;

record UsesForeignLibrary(Logger logger) {}
