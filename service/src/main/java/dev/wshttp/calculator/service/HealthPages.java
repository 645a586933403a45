// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests for the health pages, if they are on.
 *
 * @param readiness what the page {@value HealthPage#READY_PATH} tells
 */
record HealthPages(HealthPage page, Readiness readiness) {
    /** Answers if a path is that of a health page, and returns whether it is. */
    boolean answer(@Nullable String path, Response response, Callback callback) {
        if (page == HealthPage.OFF || path == null) {
            return false;
        }
        switch (path) {
            case HealthPage.PATH -> write(HttpStatus.OK_200, "UP", response, callback);
            case HealthPage.READY_PATH -> answerReady(readiness.reasonAgainst(), response, callback);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void answerReady(Optional<String> against, Response response, Callback callback) {
        write(
                against.isEmpty() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
                against.orElse("READY"),
                response,
                callback);
    }

    private static void write(int status, String word, Response response, Callback callback) {
        byte[] line = (word + "\n").getBytes(StandardCharsets.US_ASCII);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=us-ascii");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, line.length);
        response.write(true, ByteBuffer.wrap(line), callback);
    }
}
