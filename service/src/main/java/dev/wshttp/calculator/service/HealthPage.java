// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the service has a health page. {@code GET /health} then answers 200 and {@code UP}, which tells a container platform that the
 * process accepts calls.
 */
public enum HealthPage {
    ON,
    OFF;

    /** The path of the page. */
    public static final String PATH = "/health";

    private static final byte[] UP = "UP\n".getBytes(StandardCharsets.US_ASCII);

    boolean isAt(@Nullable String path) {
        return this == ON && PATH.equals(path);
    }

    void answer(Request request, Response response, Callback callback) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=us-ascii");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, UP.length);
        response.write(true, ByteBuffer.wrap(UP), callback);
    }
}
