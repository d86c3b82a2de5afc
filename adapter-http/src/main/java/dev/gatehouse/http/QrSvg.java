package dev.gatehouse.http;

import io.nayuki.qrcodegen.QrCode;

/** A QR code (ISO/IEC 18004) as SVG: one path of dark modules on white, sharp at any size, with nothing in it but numbers. */
final class QrSvg {
  /** Modules of white around it, as the standard wants. */
  private static final int BORDER = 4;

  private QrSvg() {}

  static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + BORDER).append(',').append(y + BORDER).append("h1v1h-1z");
        }
      }
    }
    int size = code.size + 2 * BORDER;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges"><rect width="%1$d" height="%1$d" fill="#fff"/><path d="%2$s" fill="#000"/></svg>""".formatted(size, path);
  }
}
