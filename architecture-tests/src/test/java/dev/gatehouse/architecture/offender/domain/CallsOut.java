package dev.gatehouse.architecture.offender.domain;

import java.net.Socket;

record CallsOut(Socket socket) {}
